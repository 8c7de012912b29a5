import type { ColumnDescription } from "@perennial/contract";
import { useContext } from "react";
import { cx } from "../class-names.ts";
import type { Option } from "../option-list.tsx";
import { type Tone, toneText } from "../tone.ts";
import type { CellValue, GridColumn } from "./column.ts";
import { joinChoices } from "./multi-value.ts";
import { ScoreWhy } from "./score-why.ts";

/** A record as lists give it with the columns asked for. */
export type ListedRow = {
  id: string;
  values?: Record<string, unknown> | undefined;
  labels?: Record<string, string> | undefined;
  /** The slugs of values that a person pinned. */
  pinned?: string[] | undefined;
};

/** The records of a kind that cells may name: their names as far as they were seen, and a search for others. */
export type RecordNames = {
  /** The plural in their addresses. */
  page: string;
  nameOf: (id: string) => string | undefined;
  /** The only one seen that is called so. */
  idOf: (name: string) => string | undefined;
  remember: (id: string, name: string) => void;
  search: (text: string) => Promise<readonly Option[]>;
};

/** What a description alone does not say. */
export type ColumnContext = {
  teammates: readonly Option[];
  references: Readonly<Record<"account" | "contact" | "organization", RecordNames>>;
  currency: string;
  canEdit: boolean;
  /** Rows are read as of a day. */
  isPast: boolean;
  /** The score that is meant by “health”. */
  primaryScore: string | undefined;
  /** The tone and word of a score, as its model says. */
  labelOfScore: (slug: string, value: number) => { tone: Tone; label: string } | undefined;
};

/** A grid's column out of what the server says of a field, value or trait. Its slug is the column's id. */
export function describedColumn<Row extends ListedRow>(
  column: ColumnDescription,
  context: ColumnContext,
): GridColumn<Row> {
  const { slug, label, type, options, format } = column;
  const base = {
    id: slug,
    title: slug === "account.name" ? "Account" : titleOf(label.replace(/^Account: /, ""), format?.unit),
    sortable: true,
    editable: column.isEditable && context.canEdit,
    value: (row: Row) => cellOf(row.values?.[slug]),
    pinned: (row: Row) => row.pinned?.includes(slug) ?? false,
    ...(context.isPast
      ? { missing: column.hasPast ? "Nothing was known then" : "Not kept as of a day" }
      : {}),
    ...(context.isPast && !column.hasPast ? { sortable: false } : {}),
  };
  const isPrimary = /^(?:account\.)?primaryScore$/.test(slug);
  const score = isPrimary ? context.primaryScore : /^(?:account\.)?score:(\w+)$/.exec(slug)?.[1];
  if (score) return scoreColumn(base, score, context);
  if (slug === "healthChange30d") return healthChangeColumn(base);
  if (type === "account" || type === "contact" || type === "organization") {
    return referenceColumn(base, slug, context.references[type]);
  }
  switch (type) {
    case "integer":
      return { ...base, type: "number", digits: 0 };
    case "number":
      return { ...base, type: "number", digits: format?.decimals ?? 1, signed: /\.change(Pct)?$/.test(slug) };
    case "currency":
      return {
        ...base,
        type: "money",
        currency: context.currency,
        signed: /Delta/i.test(slug),
        ...(format?.decimals ? { cents: true } : {}),
      };
    case "percentage":
      return { ...base, type: "percent", digits: format?.decimals ?? 0 };
    case "boolean":
      return { ...base, type: "boolean" };
    case "date":
      return { ...base, type: "date", relative: true, width: 170 };
    case "instant":
      return { ...base, type: "instant" };
    case "select":
      return { ...base, type: "select", options };
    case "teammate":
      return { ...base, type: "teammate", options: context.teammates, width: 160 };
    case "long-text":
      return { ...base, type: "longText" };
    case "multi-select":
      return { ...base, type: "multiSelect", options, value: (row) => chosen(row.values?.[slug]) };
    case "text-list":
      return { ...base, type: "text", value: (row) => listed(row.values?.[slug]) };
    default:
      return { ...base, type: "text", width: 130 };
  }
}

/** A label with its unit, unless it names it itself: “Storage (GB)”, but “Seats”. */
function titleOf(label: string, unit: string | undefined): string {
  if (!unit) return label;
  const words = label.toLowerCase().split(/[^\p{L}\p{N}%]+/u);
  const isNamed = unit
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word));
  return isNamed ? label : `${label} (${unit})`;
}

type Base<Row> = { id: string; title: string; missing?: string; value: (row: Row) => CellValue };

function scoreColumn<Row extends ListedRow>(
  base: Base<Row>,
  score: string,
  { labelOfScore, primaryScore, isPast }: ColumnContext,
): GridColumn<Row> {
  const { missing = "Too little data for a score" } = base;
  return {
    ...base,
    title: score === primaryScore ? "Health" : base.title,
    type: "number",
    digits: 0,
    width: 80,
    missing,
    render: renderScore((value) => labelOfScore(score, value), missing, isPast ? undefined : score),
  };
}

/** How far the primary score has moved, beside it. */
function healthChangeColumn<Row>(base: Base<Row>): GridColumn<Row> {
  return {
    missing: "No score was kept 30 days ago",
    ...base,
    type: "number",
    title: "In 30 days",
    digits: 1,
    signed: true,
    sortable: false,
    hint: "How far the primary score has moved",
    width: 100,
  };
}

type ScoreLabel = { tone: Tone; label: string } | undefined;

/** Draws a score, or a dash that says why there is none. With the slug of an account's score it can be asked why. */
export function renderScore<Row extends ListedRow>(
  labelOf: (value: number) => ScoreLabel,
  missing: string,
  score?: string,
) {
  return (row: Row, value: CellValue) =>
    value === null ? (
      <span className="text-ink-3" title={missing}>
        –
      </span>
    ) : (
      <Score
        value={Number(value)}
        label={labelOf(Number(value))}
        {...(score ? { of: { score, account: accountOf(row) } } : {})}
      />
    );
}

/** The account that a row is, or lies below. */
function accountOf(row: ListedRow): { id: string; name: string | null } {
  const own = row as { accountId?: unknown; accountName?: unknown; name?: unknown };
  const [id, name] =
    typeof own.accountId === "string" ? [own.accountId, own.accountName] : [row.id, own.name];
  return { id, name: typeof name === "string" ? name : null };
}

type ScoreProps = {
  value: number;
  label: ScoreLabel;
  of?: { score: string; account: { id: string; name: string | null } };
};

/** A score in the tone of its label; the label stands in the title, and is read out. Where a page answers, it asks why. */
export function Score({ value, label, of }: ScoreProps) {
  const ask = useContext(ScoreWhy);
  const className = cx("font-semibold", label && toneText[label.tone]);
  if (!ask || !of) {
    return (
      <span title={label?.label} className={className}>
        {Math.round(value)}
        {label && <span className="sr-only">, {label.label}</span>}
      </span>
    );
  }
  const title = [label?.label, "Why?"].filter(Boolean).join(" · ");
  return (
    <button
      type="button"
      title={title}
      aria-label={`${Math.round(value)}, ${title}`}
      onClick={() => ask(of.score, of.account)}
      className={cx(className, "rounded-small underline decoration-dotted underline-offset-2")}
    >
      {Math.round(value)}
    </button>
  );
}

/** A record of another kind, by name, as a link to its page. */
function referenceColumn<Row extends ListedRow>(
  base: Base<Row>,
  slug: string,
  known: RecordNames,
): GridColumn<Row> {
  return {
    ...base,
    type: "record",
    value: (row) => {
      const id = cellOf(row.values?.[slug]);
      const name = row.labels?.[slug];
      if (typeof id === "string" && name !== undefined) known.remember(id, name);
      return id;
    },
    nameOf: known.nameOf,
    idOf: known.idOf,
    pageOf: (id) => `/${known.page}/${id}`,
    search: known.search,
    width: 180,
  };
}

function cellOf(value: unknown): CellValue {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}

function chosen(value: unknown): CellValue {
  return Array.isArray(value) ? joinChoices(value.map(String)) : null;
}

function listed(value: unknown): CellValue {
  if (!Array.isArray(value)) return cellOf(value);
  return value.length === 0 ? null : value.map(String).join(", ");
}

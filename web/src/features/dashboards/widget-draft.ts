import type { GroupBy, Measure, Widget, WidgetKind } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";

export type RetentionWidget = Extract<Widget, { kind: "retention" }>;
type Period = NonNullable<GroupBy["by"]>;

export const widgetKinds: readonly { value: WidgetKind; label: string }[] = [
  { value: "metric", label: "Number" },
  { value: "bar", label: "Bars (stacked with a second group)" },
  { value: "line", label: "Line" },
  { value: "pie", label: "Pie" },
  { value: "table", label: "Table" },
  { value: "retention", label: "Retention" },
  { value: "text", label: "Text" },
];
export const measureOps: readonly { value: Measure["op"]; label: string }[] = [
  { value: "count", label: "How many" },
  { value: "sum", label: "Sum of" },
  { value: "mean", label: "Mean of" },
  { value: "min", label: "Least" },
  { value: "max", label: "Most" },
];
export const periods: readonly { value: Period | ""; label: string }[] = [
  { value: "day", label: "Day" },
  { value: "week", label: "Week" },
  { value: "month", label: "Month" },
  { value: "quarter", label: "Quarter" },
  { value: "year", label: "Year" },
];

/** A widget while it is edited: every kind's parts side by side, so that changing the kind loses nothing. */
export type WidgetDraft = {
  kind: WidgetKind;
  title: string;
  text: string;
  family: RetentionWidget["family"];
  retained: RetentionWidget["measure"];
  months: RetentionWidget["months"];
  object: string;
  filter: RuleJson | null;
  op: Measure["op"];
  field: string;
  target: string;
  group: string;
  groupBy: Period | "";
  second: string;
  secondBy: Period | "";
  columns: string[];
  /** Parts that are kept as they are. */
  rest: Partial<Record<string, unknown>>;
};

/** What a widget is edited as; without one, an empty number of accounts. */
export function draftOf(widget?: Widget): WidgetDraft {
  const source = widget && "object" in widget ? widget : undefined;
  const retention = widget?.kind === "retention" ? widget : undefined;
  const measure = source && "measure" in source ? source.measure : undefined;
  const [first, second] = source && "groupBy" in source ? source.groupBy : [];
  return {
    kind: widget?.kind ?? "metric",
    title: widget?.title ?? "",
    text: widget?.kind === "text" ? widget.text : "",
    family: retention?.family ?? "cohort",
    retained: retention?.measure ?? "nrr",
    months: retention?.months ?? 12,
    object: source?.object ?? "account",
    filter: source?.filter ?? null,
    op: measure?.op ?? "count",
    field: measure?.field ?? "",
    target: widget?.kind === "metric" ? (widget.target ?? "") : "",
    group: first?.field ?? "",
    groupBy: first?.by ?? "",
    second: second?.field ?? "",
    secondBy: second?.by ?? "",
    columns: widget?.kind === "table" ? widget.columns : [],
    rest: restOf(widget),
  };
}

function restOf(widget: Widget | undefined): WidgetDraft["rest"] {
  if (!widget) return {};
  const { place } = widget;
  const kept: Record<string, unknown> = place ? { place } : {};
  if ("subtitle" in widget && widget.subtitle) kept.subtitle = widget.subtitle;
  if (widget.kind === "metric" && widget.compare) kept.compare = widget.compare;
  if (widget.kind === "metric" && widget.hint) kept.hint = widget.hint;
  if (widget.kind === "table" && widget.sort) kept.sort = widget.sort;
  return kept;
}

/** The widget that a draft says, as far as it is complete; the contract's schema says whether it is. */
export function widgetOf(draft: WidgetDraft): unknown {
  const { kind, title, rest } = draft;
  if (kind === "text") return { ...rest, kind, title, text: draft.text };
  if (kind === "retention")
    return { ...rest, kind, title, family: draft.family, measure: draft.retained, months: draft.months };
  const source = {
    ...rest,
    kind,
    title,
    object: draft.object,
    ...(draft.filter ? { filter: draft.filter } : {}),
  };
  if (kind === "table") return { ...source, columns: draft.columns };
  // A measure of a field needs the field; a record count has none.
  const measure =
    draft.op === "count" ? { op: draft.op } : draft.field ? { op: draft.op, field: draft.field } : null;
  if (kind === "metric")
    return { ...source, measure, ...(draft.target.trim() ? { target: draft.target.trim() } : {}) };
  const first = groupOf(draft.group, draft.groupBy);
  const second = kind === "pie" ? [] : groupOf(draft.second, draft.secondBy);
  return { ...source, measure, groupBy: [...first, ...second] };
}

function groupOf(field: string, by: Period | ""): GroupBy[] {
  return field === "" ? [] : [{ field, ...(by === "" ? {} : { by }) }];
}

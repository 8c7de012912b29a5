import type { Renewal } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { Link } from "@tanstack/react-router";
import { useMe } from "../../api/me.ts";
import { cx } from "../../ui/class-names.ts";
import { today } from "../../ui/clock.ts";
import { formatDate, formatMoneyExact, formatMoneyShort } from "../../ui/format.ts";
import { sumDecimals } from "../../ui/grid/decimal.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import type { Tone } from "../../ui/tone.ts";
import { type Definitions, useRenewalDefinitions } from "./use-renewal-definitions.ts";
import { useRenewalRows } from "./use-renewal-rows.ts";
import { type Week, weeksOf } from "./weeks.ts";

const edges: Record<Tone, string> = {
  good: "border-l-good",
  warn: "border-l-warn",
  bad: "border-l-bad",
  accent: "border-l-accent",
  neutral: "border-l-line-strong",
};

/** Renewals week by week: the larger a block, the more ARR falls due; its edge is its rating. */
export function RenewalsTimeline({ filter }: { filter: RuleJson }) {
  const definitions = useRenewalDefinitions();
  const currency = useMe().data?.company.currency ?? "USD";
  const list = useRenewalRows(filter);
  if (list.error) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  if (list.isPending) return <Skeleton lines={8} />;
  if (list.rows.length === 0) {
    return <EmptyState title="Nothing falls due here">Widen the window or take a filter away.</EmptyState>;
  }
  const weeks = weeksOf(list.rows);
  const largest = Math.max(...list.rows.map(({ targetArr }) => Number(targetArr)), 1);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section aria-label="Renewals by week" tabIndex={0} className="overflow-x-auto pb-2">
      <ol className="flex min-w-max items-start gap-1.5">
        {weeks.map((week) => (
          <li key={week.from} className="w-[132px] shrink-0">
            <WeekColumn week={week} currency={currency} largest={largest} definitions={definitions} />
          </li>
        ))}
      </ol>
    </section>
  );
}

type ColumnProps = { week: Week; currency: string; largest: number; definitions: Definitions };

function WeekColumn({ week, currency, largest, definitions }: ColumnProps) {
  const now = today().toString();
  const isThisWeek = week.from <= now && now <= week.to;
  const total = sumDecimals(week.rows.map(({ targetArr }) => targetArr ?? "0"));
  return (
    <>
      <h2
        className={cx(
          "mb-1 border-t-2 pt-1 text-s",
          isThisWeek ? "border-accent font-semibold" : "border-line text-ink-2",
        )}
      >
        {formatDate(week.from)}
        <span className="block font-normal text-ink-3 tabular-nums">
          {week.rows.length === 0
            ? "nothing due"
            : `${formatMoneyShort(total, currency)} · ${week.rows.length}`}
        </span>
      </h2>
      <ul className="flex flex-col gap-1">
        {week.rows.map((renewal) => (
          <li key={renewal.id}>
            <Block renewal={renewal} largest={largest} definitions={definitions} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Block({
  renewal,
  largest,
  definitions,
}: { renewal: Renewal } & Pick<ColumnProps, "largest" | "definitions">) {
  const rating = definitions.ratings.find(({ value }) => value === renewal.rating);
  const size = 38 + Math.round(Math.sqrt(Number(renewal.targetArr) / largest) * 46);
  const closed =
    renewal.outcome === null ? rating?.label : renewal.outcome === "renewed" ? "Renewed" : "Churned";
  return (
    <Link
      to={`/renewals/${renewal.id}`}
      style={{ minHeight: size }}
      title={`Due ${formatDate(renewal.dueOn ?? "")}, ${formatMoneyExact(renewal.targetArr ?? "0", renewal.currency ?? "USD", true)}`}
      className={cx(
        "block rounded-control border border-l-4 border-line bg-surface px-2 py-1 text-s hover:bg-sunken",
        edges[rating?.tone ?? "neutral"],
      )}
    >
      <span className="block truncate font-medium">{renewal.accountName}</span>
      <span className="block truncate text-ink-2">
        {formatMoneyShort(renewal.targetArr ?? "0", renewal.currency ?? "USD")} · {closed ?? "No rating"}
      </span>
    </Link>
  );
}

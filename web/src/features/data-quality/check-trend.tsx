import type { QualityCheck } from "@perennial/contract";
import { Chart } from "../../ui/chart/chart.tsx";
import { formatCount, formatDate } from "../../ui/format.ts";

/** How many rows a check found day by day, and now. */
export function CheckTrend({ check }: { check: QualityCheck }) {
  const { trend, count } = check;
  if (trend.length === 0) {
    return (
      <p className="text-s text-ink-2">
        It is counted once a day from now on: the first figure comes tonight.
      </p>
    );
  }
  return (
    <Chart
      title="Does it get better?"
      subtitle="Rows that the check found when each day began, and now"
      kind="line"
      categories={[...trend.map(({ on }) => formatDate(on)), "Now"]}
      series={[
        { name: "Rows", colour: 1, values: [...trend.map((point) => String(point.count)), String(count)] },
      ]}
      empty="Nothing was counted yet."
    />
  );
}

/** What became of a check in 30 days, in words; nothing where it was not counted then. */
export function trendWords({ trend, count }: QualityCheck): string | undefined {
  const since = trend.at(-30) ?? trend[0];
  if (!since) return undefined;
  const change = count - since.count;
  if (change === 0) return `as on ${formatDate(since.on)}`;
  return `${formatCount(Math.abs(change), "row")} ${change < 0 ? "fewer" : "more"} than on ${formatDate(since.on)}`;
}

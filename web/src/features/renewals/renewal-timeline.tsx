import { aggregateRecords } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { useNavigate } from "@tanstack/react-router";
import { drillHref } from "../../api/drill-href.ts";
import { useMe } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { Chart } from "../../ui/chart/chart.tsx";
import type { ChartColour } from "../../ui/chart/model.ts";
import { today } from "../../ui/clock.ts";
import { formatDate } from "../../ui/format.ts";
import { ErrorState } from "../../ui/states.tsx";
import { useRenewalDefinitions } from "./use-renewal-definitions.ts";
import { daysAhead, groupsByWeek, weeksAhead } from "./weeks-ahead.ts";

const colours: readonly ChartColour[] = [1, 2, 3, 4];

/** The weeks ahead by the ARR that falls due in each, by rating, of the renewals shown; a bar lists its renewals. */
export function RenewalTimeline({ rule }: { rule: RuleJson }) {
  const navigate = useNavigate();
  const currency = useMe().data?.company.currency ?? "USD";
  const { ratings } = useRenewalDefinitions();
  const ahead: RuleJson = {
    subject: "dueOn",
    op: "in-the-next",
    value: { count: daysAhead, unit: "days" },
  };
  const { data, error, refetch } = useCall(
    aggregateRecords,
    {
      body: {
        object: "renewal",
        filter: { all: [rule, ahead] },
        measure: { op: "sum", field: "targetArr" },
        groupBy: [{ field: "dueOn", by: "week" }, { field: "rating" }],
      },
    },
    { live: ["renewal", "account"], keepPrevious: true },
  );
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  const groups = data?.rows ?? [];
  const weeks = weeksAhead(today());
  const series = [...ratings, { value: null, label: "No rating yet" }]
    .map(({ value, label }) => ({ label, weeks: groupsByWeek(groups, weeks, value) }))
    .filter((one) => one.weeks.some((group) => group !== undefined));
  const named = ratings.map(({ label }) => label);
  return (
    <div className="mb-3.5">
      <Chart
        title={`What falls due in the next ${daysAhead} days?`}
        subtitle="Target ARR by week, named by its Monday, and by rating; a bar lists its renewals"
        kind="stacked-bar"
        unit={{ currency }}
        categories={weeks.map((week) => formatDate(week))}
        series={series.map(({ label, weeks: ofRating }) => ({
          name: label,
          colour: colours[named.indexOf(label)] ?? 5,
          values: ofRating.map((group) => group?.value ?? null),
        }))}
        onDrill={({ seriesAt, categoryAt }) => {
          const group = series[seriesAt]?.weeks[categoryAt];
          const href = group && drillHref("renewal", group.drill);
          if (href) void navigate({ href });
        }}
        empty={`Nothing falls due in the next ${daysAhead} days with these filters.`}
      />
    </div>
  );
}

import { type Aggregate, aggregateRecords, type Widget } from "@perennial/contract";
import { useNavigate } from "@tanstack/react-router";
import { useMe } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { Card } from "../../ui/card.tsx";
import { Chart } from "../../ui/chart/chart.tsx";
import type { ChartColour, ChartSeries } from "../../ui/chart/model.ts";
import { ErrorState } from "../../ui/states.tsx";
import { drillHref } from "./drill.ts";

type Bars = Extract<Widget, { kind: "bar" }>;

/** The same meaning has the same colour everywhere. */
const colours: Record<string, ChartColour> = {
  commit: 1,
  likely: 2,
  at_risk: 3,
  churn_expected: 4,
  closed: 6,
};
const seriesOrder = ["commit", "likely", "at_risk", "churn_expected", "closed", "omitted"];

/** A bar chart over any object: one bar a group, stacked by a second grouping. A mark opens its rows. */
export function BarWidget({ widget }: { widget: Bars }) {
  const me = useMe();
  const navigate = useNavigate();
  const { object, filter, measure, groupBy } = widget;
  const { data, error, refetch } = useCall(
    aggregateRecords,
    { body: { object, measure, groupBy, ...(filter ? { filter } : {}) } },
    { live: [object, "account"], keepPrevious: true },
  );
  if (error) {
    return (
      <Card title={widget.title}>
        <ErrorState error={error} onRetry={() => refetch()} />
      </Card>
    );
  }
  const rows = data?.rows ?? [];
  const categories = [...new Set(rows.map((row) => row.keys[0]?.label ?? ""))];
  const series = seriesOf(rows, categories, widget.title);
  const currency = me.data?.company.currency ?? "USD";
  const isMoney = measure.field?.endsWith("Arr") ?? false;
  return (
    <Chart
      title={widget.title}
      {...(widget.subtitle ? { subtitle: widget.subtitle } : {})}
      kind={groupBy.length > 1 ? "stacked-bar" : "bar"}
      unit={isMoney ? { currency } : { noun: object }}
      categories={categories}
      series={series}
      onDrill={(mark) => {
        const row = rows.find(
          (each) =>
            each.keys[0]?.label === mark.category &&
            (groupBy.length === 1 || each.keys[1]?.label === mark.series),
        );
        if (row) void navigate({ href: drillHref(object, row.drill) } as never);
      }}
    />
  );
}

function seriesOf(rows: Aggregate["rows"], categories: readonly string[], title: string): ChartSeries[] {
  const keys = new Map(rows.map((row) => [row.keys[1]?.value ?? null, row.keys[1]?.label ?? title]));
  const order = (key: string | null) => (key === null ? 99 : (seriesOrder.indexOf(key) + 100) % 100);
  return [...keys]
    .sort(([a], [b]) => order(a) - order(b))
    .map(([key, name]) => ({
      name,
      colour: colours[key ?? ""] ?? 5,
      values: categories.map(
        (category) =>
          rows.find((row) => row.keys[0]?.label === category && (row.keys[1]?.label ?? title) === name)
            ?.value ?? null,
      ),
    }));
}

import { aggregateRecords, listColumns, type Widget } from "@perennial/contract";
import { useNavigate } from "@tanstack/react-router";
import { drillHref } from "../../api/drill-href.ts";
import { useCall } from "../../api/query.ts";
import { Card } from "../../ui/card.tsx";
import { Chart } from "../../ui/chart/chart.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { chartData } from "./chart-series.ts";
import { useMeasureUnit } from "./measure-unit.ts";

export type ChartWidgetOf = Extract<Widget, { kind: "bar" | "line" | "pie" }>;

/** What stands above and below the drawing, in pixels. */
const around = { frame: 62, subtitle: 18, legend: 36 } as const;
const none: readonly never[] = [];

/** A chart over any object: a group on the axis, a second one stacked or drawn beside. A mark opens its rows. */
export function ChartWidget({ widget, height }: { widget: ChartWidgetOf; height: number }) {
  const navigate = useNavigate();
  const { object, filter, measure, groupBy, kind } = widget;
  const unit = useMeasureUnit(object, measure);
  const columns = useCall(listColumns, { params: { object } });
  const { data, error, refetch } = useCall(
    aggregateRecords,
    { body: { object, measure, groupBy, ...(filter === undefined ? {} : { filter }) } },
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
  const second = groupBy[1]?.field;
  const options = columns.data?.items.find((column) => column.slug === second)?.options ?? none;
  const { categories, series } = chartData(rows, widget.title, options);
  const hasLegend = series.length > 1 || kind === "pie";
  const above = around.frame + (widget.subtitle ? around.subtitle : 0) + (hasLegend ? around.legend : 0);
  return (
    <Chart
      title={widget.title}
      {...(widget.subtitle ? { subtitle: widget.subtitle } : {})}
      kind={kind === "bar" && groupBy.length > 1 ? "stacked-bar" : kind}
      unit={unit}
      categories={categories}
      series={series}
      height={Math.max(120, height - above)}
      onDrill={(mark) => {
        const row = rows.find(
          (each) =>
            each.keys[0]?.label === mark.category &&
            (groupBy.length === 1 || each.keys[1]?.label === mark.series),
        );
        const href = row && drillHref(object, row.drill);
        if (href) void navigate({ href } as never);
      }}
    />
  );
}

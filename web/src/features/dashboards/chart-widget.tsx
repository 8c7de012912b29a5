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
const legendLine = 26;
/** A column of a usual screen, a letter of the legend, and what stands around a name in it. */
const usual = { column: 95, letter: 6.4, name: 36, padding: 32 } as const;

/** Names break into as many lines as they need, so that cards of one row end together. */
function legendHeight(names: readonly string[], columns: number): number {
  if (names.length === 0) return 0;
  const length = names.reduce((sum, name) => sum + name.length * usual.letter + usual.name, 0);
  const lines = Math.ceil(length / (columns * usual.column - usual.padding));
  return around.legend + (lines - 1) * legendLine;
}
const none: readonly never[] = [];

/** A chart over any object: a group on the axis, a second one stacked or drawn beside. A mark opens its rows. */
export function ChartWidget({
  widget,
  height,
  columns: wide,
}: {
  widget: ChartWidgetOf;
  height: number;
  /** Of the twelve. */
  columns: number;
}) {
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
  const optionsOf = (slug: string | undefined) =>
    columns.data?.items.find((column) => column.slug === slug)?.options ?? none;
  const sliced = kind === "pie" ? optionsOf(groupBy[0]?.field) : none;
  const { categories, series } = chartData(rows, widget.title, optionsOf(second), sliced);
  const names = series.length > 1 ? series.map(({ name }) => name) : [];
  const above = around.frame + (widget.subtitle ? around.subtitle : 0) + legendHeight(names, wide);
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

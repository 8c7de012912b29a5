import type { Widget } from "@perennial/contract";
import type { ComponentType } from "react";
import { Card } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { ChartWidget } from "./chart-widget.tsx";
import { MetricWidget } from "./metric-widget.tsx";
import { RetentionWidget } from "./retention-widget.tsx";

export type TableWidget = Extract<Widget, { kind: "table" }>;

/** The tables a dashboard can hold, by object; handed in by the application, since features do not know one another. */
export type WidgetTables = Readonly<Record<string, ComponentType<{ widget: TableWidget; height: number }>>>;

/** What a card puts around a table, in pixels. */
const aroundTable = 66;

/** One widget in the height it has. */
export function WidgetView({
  widget,
  tables,
  height,
  columns,
}: {
  widget: Widget;
  tables: WidgetTables;
  height: number;
  /** Of the twelve. */
  columns: number;
}) {
  if (widget.kind === "metric") return <MetricWidget widget={widget} />;
  if (widget.kind === "retention") return <RetentionWidget widget={widget} />;
  if (widget.kind === "text") {
    return (
      <Card title={widget.title} className="h-full overflow-auto">
        <p className="text-m whitespace-pre-line text-ink-2">{widget.text}</p>
      </Card>
    );
  }
  if (widget.kind !== "table") return <ChartWidget widget={widget} height={height} columns={columns} />;
  const Table = tables[widget.object];
  return (
    <Card title={widget.title} className="h-full">
      {Table ? (
        <Table widget={widget} height={height - aroundTable} />
      ) : (
        <EmptyState title={`There is no table of ${widget.object} records yet`} />
      )}
    </Card>
  );
}

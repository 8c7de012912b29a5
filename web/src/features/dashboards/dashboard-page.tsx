import { getDashboard, type Widget } from "@perennial/contract";
import type { ComponentType } from "react";
import { useCall } from "../../api/query.ts";
import { Card } from "../../ui/card.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { BarWidget } from "./bar-widget.tsx";
import { MetricStrip } from "./metric-strip.tsx";

export type TableWidget = Extract<Widget, { kind: "table" }>;

/** The tables a dashboard can hold, by object; handed in by the application, since features do not know one another. */
export type WidgetTables = Readonly<Record<string, ComponentType<{ widget: TableWidget }>>>;

/** A dashboard: its numbers in a strip, its charts and tables below. Every mark opens its rows; all of it is live. */
export function DashboardPage({ params, tables }: { params: { id: string }; tables: WidgetTables }) {
  const { data, error, refetch } = useCall(getDashboard, { params }, { live: ["dashboard"] });
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  if (!data) return <Skeleton lines={8} />;
  const metrics = data.widgets.filter((widget) => widget.kind === "metric");
  return (
    <>
      <PageHeader
        title={data.name}
        crumbs={[{ label: "Hubs" }, { label: "Renewals & account management" }]}
      />
      {metrics.length > 0 && <MetricStrip widgets={metrics} />}
      <div className="flex flex-col gap-3.5">
        {data.widgets.map((widget, at) => {
          const key = `${at} ${widget.title}`;
          if (widget.kind === "bar") return <BarWidget key={key} widget={widget} />;
          if (widget.kind !== "table") return null;
          const Table = tables[widget.object];
          return (
            <Card key={key} title={widget.title}>
              {Table ? (
                <Table widget={widget} />
              ) : (
                <EmptyState title={`There is no table of ${widget.object} records yet`} />
              )}
            </Card>
          );
        })}
      </div>
    </>
  );
}

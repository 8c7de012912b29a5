import { type Dashboard, getDashboard, listHubs } from "@perennial/contract";
import { Pencil } from "lucide-react";
import { type CSSProperties, lazy, Suspense, useMemo, useState } from "react";
import { useMay } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { isNarrowable, isOverRecords, type Scope, scoped, scopeState } from "./dashboard-scope.ts";
import { heightOf, placeWidgets } from "./place-widgets.ts";
import { ScopeBar } from "./scope-bar.tsx";
import { type WidgetTables, WidgetView } from "./widget-view.tsx";

const DashboardEditor = lazy(() =>
  import("./dashboard-editor.tsx").then((module) => ({ default: module.DashboardEditor })),
);

/** A dashboard: its widgets on a grid, all narrowed together. Every mark opens its rows; all of it is live. */
export function DashboardPage({ params, tables }: { params: { id: string }; tables: WidgetTables }) {
  const { data, error, refetch } = useCall(getDashboard, { params }, { live: ["dashboard"] });
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  if (!data) return <Skeleton lines={8} />;
  return <DashboardContent key={data.id} dashboard={data} tables={tables} />;
}

function DashboardContent({ dashboard, tables }: { dashboard: Dashboard; tables: WidgetTables }) {
  const [isEditing, setEditing] = useState(false);
  const [scope, change] = useUrlState(scopeState);
  const mayEdit = useMay("dashboards.write");
  const hub = useCall(listHubs, {}).data?.items.find((each) => each.id === dashboard.hubId);
  return (
    <>
      <PageHeader
        title={dashboard.name}
        crumbs={[
          { label: "Hubs", href: "/hubs" },
          ...(hub ? [{ label: hub.name, href: `/hubs/${hub.slug}` }] : []),
        ]}
        actions={
          mayEdit &&
          !isEditing && (
            <Button icon={Pencil} onClick={() => setEditing(true)}>
              Edit
            </Button>
          )
        }
      />
      {isEditing ? (
        <Suspense fallback={<Skeleton lines={8} />}>
          <DashboardEditor dashboard={dashboard} tables={tables} onDone={() => setEditing(false)} />
        </Suspense>
      ) : (
        <>
          <ScopeBar scope={scope} change={change} />
          <WidgetGrid dashboard={dashboard} scope={scope} tables={tables} />
        </>
      )}
    </>
  );
}

type GridProps = { dashboard: Dashboard; scope: Scope; tables: WidgetTables };

/** The widgets on their places; on a narrow screen under one another, in their order. */
function WidgetGrid({ dashboard, scope, tables }: GridProps) {
  const placed = useMemo(() => {
    const places = placeWidgets(dashboard.widgets);
    return dashboard.widgets
      .flatMap((widget, at) => {
        const place = places[at];
        return place ? [{ widget, place, key: `${at} ${widget.title}` }] : [];
      })
      .toSorted((a, b) => a.place.y - b.place.y || a.place.x - b.place.x);
  }, [dashboard.widgets]);
  if (placed.length === 0) {
    return <EmptyState title="No widget yet">Edit the dashboard to add the first.</EmptyState>;
  }
  const isScoped = scope.owner !== undefined || scope.period !== undefined || scope.segment !== undefined;
  return (
    <div className="grid grid-cols-12 gap-3.5 lg:auto-rows-[30px]">
      {placed.map(({ widget, place, key }) => {
        const isLeftOut =
          isScoped && widget.kind !== "text" && !(isOverRecords(widget) && isNarrowable(widget.object));
        return (
          <div
            key={key}
            style={
              {
                "--columns": `${place.x + 1} / span ${place.w}`,
                "--rows": `${place.y + 1} / span ${place.h}`,
              } as CSSProperties
            }
            className={
              widget.kind === "metric" || widget.kind === "retention"
                ? "col-span-6 min-w-0 lg:[grid-column:var(--columns)] lg:[grid-row:var(--rows)]"
                : "col-span-12 min-w-0 lg:[grid-column:var(--columns)] lg:[grid-row:var(--rows)]"
            }
          >
            <WidgetView
              widget={isOverRecords(widget) ? scoped(widget, scope) : widget}
              tables={tables}
              height={heightOf(place)}
              columns={place.w}
            />
            {isLeftOut && <p className="text-s text-ink-3">Not narrowed by the filters above</p>}
          </div>
        );
      })}
    </div>
  );
}

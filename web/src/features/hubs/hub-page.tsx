import {
  archiveDashboard,
  archiveHub,
  type Hub,
  listHubs,
  listViews,
  restoreDashboard,
  updateDashboard,
} from "@perennial/contract";
import { Link, useNavigate } from "@tanstack/react-router";
import {
  Archive,
  ArrowDown,
  ArrowUp,
  ChartColumn,
  Folder,
  type LucideIcon,
  Plus,
  Table2,
} from "lucide-react";
import { type ReactNode, useState } from "react";
import { call } from "../../api/client.ts";
import { useMay } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { type Crumb, PageHeader } from "../../ui/page-header.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { HubDialog } from "./hub-dialog.tsx";
import { NewDashboardDialog } from "./new-dashboard-dialog.tsx";

const refreshes = [listHubs];

/** A hub: its dashboards in their order, the views shared in it, and the hubs that lie in it. */
export function HubPage({ params }: { params: { id: string } }) {
  const { data, error, refetch } = useCall(listHubs, {}, { live: ["hub", "dashboard"] });
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  if (!data) return <Skeleton lines={6} />;
  const hub = data.items.find((each) => each.slug === params.id || each.id === params.id);
  if (!hub) return <EmptyState title="There is no such hub">It may have been archived.</EmptyState>;
  return <HubContent key={hub.id} hub={hub} all={data.items} />;
}

function HubContent({ hub, all }: { hub: Hub; all: readonly Hub[] }) {
  const [dialog, setDialog] = useState<"hub" | "inner" | "dashboard">();
  const navigate = useNavigate();
  const mayArrange = useMay("hubs.write");
  const mayDraw = useMay("dashboards.write");
  const archive = useWrite(archiveHub, { refreshes });
  const inner = all.filter((each) => each.parentId === hub.id);
  const remove = () =>
    archive.mutate(
      { params: { id: hub.id } },
      {
        onSuccess: () => void navigate({ to: "/hubs" }),
        onError: (error) => toast({ title: error.message, tone: "bad" }),
      },
    );
  return (
    <>
      <PageHeader
        title={hub.name}
        crumbs={[{ label: "Hubs", href: "/hubs" }, ...crumbsTo(hub, all)]}
        actions={
          <>
            {mayArrange && <Button onClick={() => setDialog("hub")}>Name and place</Button>}
            {mayArrange && <Button onClick={() => setDialog("inner")}>New hub in it</Button>}
            {mayArrange && hub.dashboards.length === 0 && inner.length === 0 && (
              <Button variant="danger" icon={Archive} onClick={remove}>
                Archive
              </Button>
            )}
            {mayDraw && (
              <Button variant="primary" icon={Plus} onClick={() => setDialog("dashboard")}>
                New dashboard
              </Button>
            )}
          </>
        }
      />
      {hub.description && <p className="mb-3 max-w-3xl text-m text-ink-2">{hub.description}</p>}
      <div className="grid items-start gap-3.5 lg:grid-cols-2">
        <Dashboards hub={hub} mayArrange={mayDraw} />
        <div className="flex flex-col gap-3.5">
          {inner.length > 0 && (
            <Card title="Hubs">
              <ul aria-label="Hubs">
                {inner.map((each) => (
                  <Line key={each.id} icon={Folder} to={`/hubs/${each.slug}`} name={each.name} />
                ))}
              </ul>
            </Card>
          )}
          <Views hub={hub} />
        </div>
      </div>
      {dialog === "hub" && <HubDialog hub={hub} all={all} onClose={() => setDialog(undefined)} />}
      {dialog === "inner" && <HubDialog parentId={hub.id} all={all} onClose={() => setDialog(undefined)} />}
      {dialog === "dashboard" && <NewDashboardDialog hub={hub} onClose={() => setDialog(undefined)} />}
    </>
  );
}

function Dashboards({ hub, mayArrange }: { hub: Hub; mayArrange: boolean }) {
  const update = useWrite(updateDashboard, { refreshes });
  const archive = useWrite(archiveDashboard, { refreshes });
  const move = async (from: number, to: number) => {
    const order = hub.dashboards.map((dashboard) => dashboard.id);
    const [moved] = order.splice(from, 1);
    if (moved === undefined) return;
    order.splice(to, 0, moved);
    for (const [position, id] of order.entries())
      await update.mutateAsync({ params: { id }, body: { position } });
  };
  const remove = (id: string, name: string) =>
    archive.mutate(
      { params: { id } },
      {
        onSuccess: () =>
          toast({ title: `“${name}” archived`, undo: () => void call(restoreDashboard, { params: { id } }) }),
        onError: (error) => toast({ title: error.message, tone: "bad" }),
      },
    );
  return (
    <Card title="Dashboards">
      {hub.dashboards.length === 0 && (
        <EmptyState compact title="No dashboard yet">
          Make the first one above.
        </EmptyState>
      )}
      <ul aria-label="Dashboards">
        {hub.dashboards.map(({ id, slug, name }, at) => (
          <Line key={id} icon={ChartColumn} to={`/dashboards/${slug}`} name={name}>
            {mayArrange && (
              <>
                <IconButton
                  icon={ArrowUp}
                  label={`Move ${name} up`}
                  disabled={at === 0 || update.isPending}
                  onClick={() => void move(at, at - 1)}
                />
                <IconButton
                  icon={ArrowDown}
                  label={`Move ${name} down`}
                  disabled={at === hub.dashboards.length - 1 || update.isPending}
                  onClick={() => void move(at, at + 1)}
                />
                <IconButton icon={Archive} label={`Archive ${name}`} onClick={() => remove(id, name)} />
              </>
            )}
          </Line>
        ))}
      </ul>
    </Card>
  );
}

const paths: Readonly<Record<string, string>> = {
  account: "/accounts",
  contact: "/contacts",
  organization: "/organizations",
  renewal: "/renewals",
  task: "/tasks",
};

function Views({ hub }: { hub: Hub }) {
  const views = useCall(listViews, { query: { hubId: hub.id } }, { live: ["view"] });
  const shown = (views.data?.items ?? []).filter((view) => paths[view.object]);
  return (
    <Card title="Views" subtitle="Saved from a list, and shared here">
      {views.data && shown.length === 0 && (
        <EmptyState compact title="No view yet">
          Save one from Accounts, Renewals, Contacts or Tasks.
        </EmptyState>
      )}
      <ul aria-label="Views">
        {shown.map((view) => (
          <Line key={view.id} icon={Table2} to={`${paths[view.object]}?view=${view.id}`} name={view.name}>
            <span className="text-s text-ink-3">{view.ownerName}</span>
          </Line>
        ))}
      </ul>
    </Card>
  );
}

type LineProps = { icon: LucideIcon; to: string; name: string; children?: ReactNode };

function Line({ icon: Icon, to, name, children }: LineProps) {
  return (
    <li className="flex min-h-9 items-center gap-2 border-b border-line py-1 last:border-0">
      <Icon size={14} aria-hidden className="shrink-0 text-ink-3" />
      <Link to={to} className="min-w-0 grow truncate rounded-small font-medium hover:underline">
        {name}
      </Link>
      {children}
    </li>
  );
}

/** The hubs around this one, the outermost first. */
function crumbsTo(hub: Hub, all: readonly Hub[]): Crumb[] {
  const parent = all.find((each) => each.id === hub.parentId);
  return parent ? [...crumbsTo(parent, all), { label: parent.name, href: `/hubs/${parent.slug}` }] : [];
}

import { listHubs } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { formatCount } from "../../ui/format.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { HubDialog } from "./hub-dialog.tsx";

/** Every hub that lies in no other. */
export function HubsPage() {
  const [isCreating, setCreating] = useState(false);
  const mayCreate = useMay("hubs.write");
  const { data, error, refetch } = useCall(listHubs, {}, { live: ["hub", "dashboard"] });
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  if (!data) return <Skeleton lines={6} />;
  const outer = data.items.filter((hub) => hub.parentId === null);
  return (
    <>
      <PageHeader
        title="Hubs"
        beside={<span className="text-m text-ink-2">{formatCount(outer.length, "hub")}</span>}
        actions={
          mayCreate && (
            <Button variant="primary" icon={Plus} onClick={() => setCreating(true)}>
              New hub
            </Button>
          )
        }
      />
      {outer.length === 0 && (
        <EmptyState title="No hub yet">A hub holds a team's dashboards and views.</EmptyState>
      )}
      <ul aria-label="Hubs" className="grid gap-3.5 md:grid-cols-2 xl:grid-cols-3">
        {outer.map((hub) => (
          <li key={hub.id}>
            <Card className="relative h-full has-[a:hover]:bg-sunken">
              <Link to={`/hubs/${hub.slug}`} className="font-semibold after:absolute after:inset-0">
                {hub.name}
              </Link>
              <p className="mt-1 text-m text-ink-2">{hub.description}</p>
              <p className="mt-2 text-s text-ink-3">{formatCount(hub.dashboards.length, "dashboard")}</p>
            </Card>
          </li>
        ))}
      </ul>
      {isCreating && <HubDialog all={data.items} onClose={() => setCreating(false)} />}
    </>
  );
}

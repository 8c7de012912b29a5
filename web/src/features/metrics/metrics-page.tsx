import {
  describeWindow,
  type ListedMetric,
  listMetrics,
  metricRoles,
  metricSourceForms,
  restoreMetric,
} from "@perennial/contract";
import { useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { z } from "zod";
import { useMay } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { formatCount, formatNumber } from "../../ui/format.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { SettingsFrame } from "../../ui/settings-frame.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { useUrlState } from "../../ui/url-state.ts";

const search = z.object({ show: z.enum(["used", "archived"]).default("used").catch("used") });

const columns: GridColumn<ListedMetric>[] = [
  {
    id: "name",
    type: "text",
    title: "Metric",
    width: 240,
    href: (each) => (each.archivedAt === null ? `/settings/metrics/${each.slug}` : undefined),
  },
  {
    id: "source",
    type: "text",
    title: "Source",
    width: 190,
    value: (each) => metricSourceForms[each.source.kind].label,
  },
  {
    id: "window",
    type: "text",
    title: "Window",
    width: 130,
    value: windowWords,
    missing: "It tells what stands now",
  },
  {
    id: "role",
    type: "text",
    title: "Role",
    width: 120,
    value: (each) => metricRoles.find((role) => role.value === each.role)?.label ?? null,
    missing: "Stands for nothing in particular",
  },
  {
    id: "state",
    type: "text",
    title: "State",
    width: 190,
    value: ({ pass }) =>
      pass === null
        ? "Kept true"
        : `Working out: ${formatNumber(pass.accountsDone)}${pass.accountsTotal === null ? "" : ` of ${formatNumber(pass.accountsTotal)}`}`,
  },
  { id: "description", type: "text", title: "What it says", width: 380, missing: "Nobody described it" },
];

function windowWords({ source, window }: ListedMetric): string | null {
  return metricSourceForms[source.kind].hasNoWindow ? null : describeWindow(window);
}

/** Every number that is derived of what accounts do. */
export function MetricsPage() {
  const [{ show }, change] = useUrlState(search);
  const mayWrite = useMay("metrics.write");
  const navigate = useNavigate();
  const list = useCall(
    listMetrics,
    { query: { archived: show === "archived" ? "true" : "false" } },
    { live: ["metric"] },
  );
  const restore = useWrite(restoreMetric, {
    refreshes: [listMetrics],
    onSuccess: ({ name }) => toast({ title: `“${name}” is restored and being worked out` }),
  });
  const items = list.data?.items ?? [];
  return (
    <SettingsFrame
      title="Metrics"
      intro="A number per account over a window, such as log-ins of the last 30 days, kept true as facts come in. Rules, health scores, indicators and lists know it by its slug."
      actions={
        mayWrite && (
          <Button
            variant="primary"
            icon={Plus}
            onClick={() => void navigate({ to: "/settings/metrics/new" })}
          >
            New metric
          </Button>
        )
      }
    >
      <div className="mb-2.5 flex gap-1.5">
        {(["used", "archived"] as const).map((each) => (
          <Chip key={each} pressed={show === each} onClick={() => change({ show: each })}>
            {each === "used" ? "In use" : "Archived"}
          </Chip>
        ))}
      </div>
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Skeleton lines={8} />}
      {list.data && (
        <DataGrid<ListedMetric>
          label="Metrics"
          columns={columns}
          rows={items}
          rowId={(each) => each.id}
          {...(show === "archived" && mayWrite
            ? {
                selectionActions: (rows: readonly ListedMetric[], clear: () => void) => (
                  <Button
                    busy={restore.isPending}
                    onClick={async () => {
                      for (const { id } of rows) await restore.mutateAsync({ params: { slug: id } });
                      clear();
                    }}
                  >
                    Restore {formatCount(rows.length, "metric")}
                  </Button>
                ),
              }
            : {})}
          empty={
            show === "archived" ? (
              <EmptyState title="Nothing is archived">Metrics that are archived are kept here.</EmptyState>
            ) : (
              <EmptyState title="No metric yet">Define the first one above.</EmptyState>
            )
          }
        />
      )}
    </SettingsFrame>
  );
}

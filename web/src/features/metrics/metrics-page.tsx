import {
  describeWindow,
  type ListedMetric,
  listMetrics,
  metricObjects,
  metricRoles,
  metricSourceForms,
  restoreMetric,
} from "@perennial/contract";
import { useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
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
import { Tabs } from "../../ui/tabs.tsx";
import { toast } from "../../ui/toast.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { FeatureDialog } from "./feature-dialog.tsx";
import { FeaturesList } from "./features-list.tsx";

const parts = [
  { id: "metrics", title: "Metrics" },
  { id: "features", title: "Features" },
] as const;
const search = z.object({
  part: z.enum(["metrics", "features"]).default("metrics").catch("metrics"),
  show: z.enum(["used", "archived"]).default("used").catch("used"),
});

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
    id: "object",
    type: "text",
    title: "Of",
    width: 100,
    value: (each) => metricObjects.find(({ value }) => value === each.object)?.label ?? null,
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

/** Every number that is derived of what accounts do, and the features of the product that they use. */
export function MetricsPage() {
  const [{ part, show }, change] = useUrlState(search);
  const [isCreating, setCreating] = useState(false);
  const mayWrite = useMay("metrics.write");
  const navigate = useNavigate();
  const isArchived = show === "archived";
  return (
    <SettingsFrame
      title="Metrics"
      intro="A metric is a number per account, or per contact, over a window, such as log-ins of the last 30 days, kept true as facts come in; a feature is a part of your product that accounts adopt. Rules, health scores, indicators and lists know both by their slugs."
      actions={
        mayWrite &&
        (part === "features" ? (
          <Button variant="primary" icon={Plus} onClick={() => setCreating(true)}>
            New feature
          </Button>
        ) : (
          <Button
            variant="primary"
            icon={Plus}
            onClick={() => void navigate({ to: "/settings/metrics/new" })}
          >
            New metric
          </Button>
        ))
      }
    >
      <Tabs
        label="Metrics and features"
        tabs={parts}
        value={part}
        onValueChange={(id) => change({ part: id })}
      >
        <div className="mb-2.5 flex gap-1.5">
          {(["used", "archived"] as const).map((each) => (
            <Chip key={each} pressed={show === each} onClick={() => change({ show: each })}>
              {each === "used" ? "In use" : "Archived"}
            </Chip>
          ))}
        </div>
        {part === "features" ? (
          <FeaturesList mayWrite={mayWrite} isArchived={isArchived} />
        ) : (
          <MetricsList mayWrite={mayWrite} isArchived={isArchived} />
        )}
      </Tabs>
      {isCreating && <FeatureDialog onClose={() => setCreating(false)} />}
    </SettingsFrame>
  );
}

type ListProps = { mayWrite: boolean; isArchived: boolean };

function MetricsList({ mayWrite, isArchived }: ListProps) {
  const list = useCall(
    listMetrics,
    { query: { archived: isArchived ? "true" : "false" } },
    { live: ["metric"] },
  );
  const restore = useWrite(restoreMetric, {
    refreshes: [listMetrics],
    onSuccess: ({ name }) => toast({ title: `“${name}” is restored and being worked out` }),
  });
  if (list.error) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Skeleton lines={8} />;
  return (
    <DataGrid<ListedMetric>
      label="Metrics"
      columns={columns}
      rows={list.data.items}
      rowId={(each) => each.id}
      {...(isArchived && mayWrite
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
        isArchived ? (
          <EmptyState title="Nothing is archived">Metrics that are archived are kept here.</EmptyState>
        ) : (
          <EmptyState title="No metric yet">Define the first one above.</EmptyState>
        )
      }
    />
  );
}

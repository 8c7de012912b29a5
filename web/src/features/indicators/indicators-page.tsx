import {
  type IndicatorDefinition,
  listIndicatorDefinitions,
  polarities,
  severities,
} from "@perennial/contract";
import { Plus } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { useMay } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { formatCount } from "../../ui/format.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { CreateIndicatorDialog } from "./create-indicator-dialog.tsx";
import { RedZones } from "./red-zones.tsx";
import { WaitingList } from "./waiting-list.tsx";

const pageState = z.object({ tab: z.enum(["all", "zones"]).default("all").catch("all") });

const columns: GridColumn<IndicatorDefinition>[] = [
  {
    id: "name",
    type: "text",
    title: "Indicator",
    width: 230,
    href: (each) => `/indicator-definitions/${each.slug}`,
  },
  { id: "polarity", type: "select", title: "Polarity", options: [...polarities], width: 110 },
  { id: "severity", type: "select", title: "Severity", options: [...severities], width: 100 },
  { id: "openCount", type: "number", title: "Open", digits: 0, width: 80 },
  { id: "holdsCount", type: "number", title: "True of", digits: 0, width: 90 },
  { id: "dueInDays", type: "number", title: "Due in days", digits: 0, width: 110 },
  {
    id: "sentence",
    type: "text",
    title: "Raised when",
    width: 460,
    missing: "Its condition has to be mended",
  },
];

/** Defined, and no account has the number it compares. */
const isWaiting = (each: IndicatorDefinition): each is IndicatorDefinition & { waitsFor: string } =>
  each.waitsFor !== null;

/** What is watched: every definition, and the red zones of all of them by segment. */
export function IndicatorsPage() {
  const [state, change] = useUrlState(pageState);
  const [isCreating, setCreating] = useState(false);
  const mayEdit = useMay("indicators.configure");
  const list = useCall(listIndicatorDefinitions, { query: {} }, { live: ["indicator", "account"] });
  const items = list.data?.items ?? [];
  const open = items.reduce((sum, each) => sum + each.openCount, 0);
  return (
    <>
      <PageHeader
        title="Indicators"
        beside={list.data && <span className="text-m text-ink-2">{formatCount(open, "open indicator")}</span>}
        actions={
          mayEdit && (
            <Button variant="primary" icon={Plus} onClick={() => setCreating(true)}>
              New indicator
            </Button>
          )
        }
      />
      {list.error && <ErrorState error={list.error} onRetry={() => list.refetch()} />}
      {list.isPending && <Skeleton lines={8} />}
      {list.data && (
        <Tabs
          label="Parts of the indicators"
          tabs={[
            { id: "all", title: "Definitions", count: items.length },
            { id: "zones", title: "Red zones" },
          ]}
          value={state.tab}
          onValueChange={(tab) => change({ tab })}
        >
          {state.tab === "zones" ? (
            <RedZones definitions={items} />
          ) : (
            <>
              <DataGrid<IndicatorDefinition>
                label="Indicators"
                columns={columns}
                rows={items}
                rowId={(each) => each.id}
                height="content"
                empty={
                  <EmptyState title="Nothing is watched">Define an indicator to be told in time.</EmptyState>
                }
              />
              <WaitingList waiting={[...items.filter(isWaiting), ...list.data.waiting]} />
            </>
          )}
        </Tabs>
      )}
      {isCreating && <CreateIndicatorDialog onClose={() => setCreating(false)} />}
    </>
  );
}

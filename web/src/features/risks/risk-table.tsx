import { type Risk, riskStatuses, risks, riskTierOptions } from "@perennial/contract";
import { useMemo } from "react";
import { useCellCommit } from "../../api/cells.ts";
import { useMay, useMe } from "../../api/me.ts";
import { usePages } from "../../api/query.ts";
import { useRootCauses } from "../../api/root-causes.ts";
import { useTeammateOptions } from "../../api/teammate-options.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { Select } from "../../ui/select.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";

type Status = "open" | "left" | "all";
const underWay = { subject: "status", op: "is-any-of", value: ["open", "monitoring"] };
const refreshes = [risks.list];

/** Risks, edited in place. */
export function RiskTable({ status, onStatus }: { status: Status; onStatus: (status: Status) => void }) {
  const mayWrite = useMay("risks.write");
  const currency = useMe().data?.company.currency ?? "USD";
  const people = useTeammateOptions();
  const causes = useRootCauses();
  const rule = status === "all" ? { all: [] } : status === "open" ? underWay : { not: underWay };
  const list = usePages(risks.list, {
    query: { filter: JSON.stringify(rule), sort: "-arrAtRisk", limit: 200 },
  });
  const commit = useCellCommit({ update: risks.update, refreshes });
  const columns = useMemo(
    () => riskColumns({ people, causes, currency, mayWrite }),
    [people, causes, currency, mayWrite],
  );
  return (
    <>
      <div className="mb-3">
        <Select
          data-filter
          aria-label="Status"
          options={[
            { value: "open", label: "Under way" },
            { value: "left", label: "Saved, lost, withdrawn" },
            { value: "all", label: "All" },
          ]}
          value={status}
          onValueChange={onStatus}
        />
      </div>
      {list.error ? (
        <ErrorState error={list.error} onRetry={() => list.refetch()} />
      ) : (
        <DataGrid<Risk>
          label="Risks"
          columns={columns}
          rows={list.rows}
          rowId={(risk) => risk.id}
          onCommit={commit}
          isLoading={list.isPending}
          onEndReached={() => list.hasNextPage && void list.fetchNextPage()}
          empty={
            <EmptyState title="Nothing is at risk">
              Record one here, or turn an indicator into one.
            </EmptyState>
          }
        />
      )}
    </>
  );
}

function riskColumns(given: {
  people: ReturnType<typeof useTeammateOptions>;
  causes: ReturnType<typeof useRootCauses>;
  currency: string;
  mayWrite: boolean;
}): GridColumn<Risk>[] {
  const { people, causes, currency, mayWrite: editable } = given;
  return [
    { id: "summary", type: "text", title: "Risk", width: 240, editable, href: (risk) => `/risks/${risk.id}` },
    {
      id: "accountName",
      type: "text",
      title: "Account",
      width: 150,
      href: (risk) => `/accounts/${risk.accountId}`,
    },
    { id: "tier", type: "select", title: "Tier", options: [...riskTierOptions], width: 140 },
    { id: "status", type: "select", title: "Status", options: [...riskStatuses], width: 110 },
    { id: "arrAtRisk", type: "money", title: "ARR at risk", currency, editable, footer: "sum", width: 120 },
    { id: "rootCause", type: "select", title: "Root cause", options: causes, editable, width: 170 },
    { id: "ownerId", type: "teammate", title: "Owner", options: people, editable, width: 140 },
    { id: "nextStep", type: "text", title: "Next step", editable, width: 200, missing: "No next step" },
    { id: "nextStepOn", type: "date", title: "On", editable, width: 110 },
    { id: "nextReviewOn", type: "date", title: "Next review", relative: true, editable, width: 180 },
    { id: "region", type: "text", title: "Region", width: 100, missing: "No region" },
    { id: "renewsOn", type: "date", title: "Renews", width: 110 },
    { id: "ageDays", type: "number", title: "Age, days", digits: 0, width: 90 },
  ];
}

import { getRetention, type RetentionMeasure } from "@perennial/contract";
import { useState } from "react";
import { useMe } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { Card } from "../../ui/card.tsx";
import { formatCount, formatPercent } from "../../ui/format.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { DownloadMenu } from "../../ui/grid/download-menu.tsx";
import { Select } from "../../ui/select.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { SpanChoice } from "./policy-choices.tsx";
import { type AccountDifference, differencesOf } from "./reconcile.ts";
import { type ChangeState, datesOf, measureLabels, type RetentionState } from "./retention-state.ts";
import type { Retention } from "./retention-tab.tsx";

/** Definitions that two departments are likely to use. */
const definitions = {
  cohort: { label: "Cohort, per account", query: { family: "cohort" } },
  line: { label: "Cohort, GRR per line", query: { family: "cohort", cap: "line" } },
  strict: { label: "Cohort, came back is lost", query: { family: "cohort", reactivations: "excluded" } },
  rates: { label: "Cohort, each date's rates", query: { family: "cohort", rates: "date" } },
  renewals: { label: "Renewal base", query: { family: "renewal-base" } },
} as const;
type DefinitionId = keyof typeof definitions;
const options = (Object.keys(definitions) as DefinitionId[]).map((value) => ({
  value,
  label: definitions[value].label,
}));

/** “Why does Finance have another number?”: two definitions side by side, and the accounts that they count differently. */
export function ReconcileTab({ state, change }: { state: RetentionState; change: ChangeState }) {
  const [ids, setIds] = useState<readonly [DefinitionId, DefinitionId]>(["cohort", "renewals"]);
  const span = datesOf(state.span);
  const currency = useMe().data?.company.currency ?? "USD";
  const read = (id: DefinitionId) => ({
    query: { ...definitions[id].query, ...span, rows: "true" as const },
  });
  const live = { live: ["subscription", "contract", "renewal", "account"], keepPrevious: true };
  const ours = useCall(getRetention, read(ids[0]), live);
  const theirs = useCall(getRetention, read(ids[1]), live);
  const error = ours.error ?? theirs.error;
  if (error)
    return <ErrorState error={error} onRetry={() => Promise.all([ours.refetch(), theirs.refetch()])} />;
  const differences =
    ours.data && theirs.data ? differencesOf(ours.data.rows ?? [], theirs.data.rows ?? []) : undefined;
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <SpanChoice state={state} change={change} />
        <Select
          aria-label="Definition A"
          options={options}
          value={ids[0]}
          onValueChange={(id) => setIds([id, ids[1]])}
        />
        <span className="text-s text-ink-2">beside</span>
        <Select
          aria-label="Definition B"
          options={options}
          value={ids[1]}
          onValueChange={(id) => setIds([ids[0], id])}
        />
      </div>
      <div className="mb-3.5 grid gap-3.5 lg:grid-cols-2">
        <Definition title={`A · ${definitions[ids[0]].label}`} report={ours.data} />
        <Definition title={`B · ${definitions[ids[1]].label}`} report={theirs.data} />
      </div>
      <Card
        title={
          differences
            ? `${formatCount(differences.length, "account")} counted differently`
            : "Accounts counted differently"
        }
        subtitle="What each account adds to start, retained and end under either definition, the largest difference first"
        actions={
          <DownloadMenu
            name="Accounts counted differently"
            columns={columnsOf(currency)}
            rows={differences ?? []}
          />
        }
      >
        <DataGrid<AccountDifference>
          label="Accounts counted differently"
          height={420}
          columns={columnsOf(currency)}
          rows={differences ?? []}
          rowId={(row) => row.accountId}
          isLoading={!differences}
          empty={
            <EmptyState title="Both count every account alike">The figures differ in nothing.</EmptyState>
          }
        />
      </Card>
    </>
  );
}

function Definition({ title, report }: { title: string; report: Retention | undefined }) {
  return (
    <Card title={title}>
      {report ? (
        <>
          <dl className="flex flex-wrap gap-x-8 gap-y-2">
            {(Object.keys(measureLabels) as RetentionMeasure[]).map((measure) => (
              <div key={measure}>
                <dt className="text-s text-ink-2">{measureLabels[measure]}</dt>
                <dd className="text-l font-semibold">
                  {report[measure] === null ? "–" : formatPercent(report[measure], 2)}
                </dd>
              </div>
            ))}
          </dl>
          <p className="mt-2 text-s text-ink-3">{report.definition}</p>
        </>
      ) : (
        <Skeleton lines={3} />
      )}
    </Card>
  );
}

function columnsOf(currency: string): GridColumn<AccountDifference>[] {
  const money = { type: "money", currency, width: 120, footer: "sum" } as const;
  const missing = "Not in this definition";
  return [
    { id: "name", type: "text", title: "Account", width: 200, href: (row) => `/accounts/${row.accountId}` },
    { ...money, id: "startOne", title: "Start, A", missing },
    { ...money, id: "startOther", title: "Start, B", missing },
    { ...money, id: "retainedOne", title: "Retained, A", missing },
    { ...money, id: "retainedOther", title: "Retained, B", missing },
    { ...money, id: "endOne", title: "End, A", missing },
    { ...money, id: "endOther", title: "End, B", missing },
    { id: "why", type: "text", title: "Why", width: 260 },
  ];
}

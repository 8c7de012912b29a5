import { getRetention, getRetentionTrend } from "@perennial/contract";
import { useState } from "react";
import type { CallResult } from "../../api/client.ts";
import { useMay, useMe } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { useRetentionTargets } from "../../api/use-retention-targets.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Chart } from "../../ui/chart/chart.tsx";
import { formatDate } from "../../ui/format.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { FamilyFigures } from "./family-figures.tsx";
import { GroupTable } from "./group-table.tsx";
import { GroupChoice, PolicyChoices, SpanChoice } from "./policy-choices.tsx";
import { RetentionRows } from "./retention-rows.tsx";
import { type ChangeState, datesOf, type RetentionState } from "./retention-state.ts";
import { TargetsDialog } from "./targets-dialog.tsx";

export type Retention = CallResult<typeof getRetention>;
type Family = Retention["family"];

/** Both families of retention over one span, each with its definition and targets, by group, over time, down to the rows. */
export function RetentionTab({ state, change }: { state: RetentionState; change: ChangeState }) {
  const span = datesOf(state.span);
  const rowsOf = state.rows;
  const openRows = (rows: Family | undefined) => change({ rows });
  const [isAiming, setIsAiming] = useState(false);
  const canAim = useMay("retention.write");
  const groupBy = state.groupBy ? { groupBy: state.groupBy } : {};
  const policies = { reactivations: state.reactivations, cap: state.cap, rates: state.rates };
  const live = {
    live: ["subscription", "contract", "renewal", "account", "retention-target"],
    keepPrevious: true,
  };
  const cohort = useCall(
    getRetention,
    { query: { family: "cohort", ...span, ...policies, ...groupBy } },
    live,
  );
  const base = useCall(getRetention, { query: { family: "renewal-base", ...span, ...groupBy } }, live);
  const targets = useRetentionTargets();
  const error = cohort.error ?? base.error;
  if (error)
    return <ErrorState error={error} onRetry={() => Promise.all([cohort.refetch(), base.refetch()])} />;
  if (!cohort.data || !base.data) return <Skeleton lines={8} />;
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <SpanChoice state={state} change={change} />
        <PolicyChoices state={state} change={change} />
        <span className="grow" />
        <GroupChoice state={state} change={change} />
        {canAim && <Button onClick={() => setIsAiming(true)}>Targets</Button>}
      </div>
      <div className="grid gap-3.5 lg:grid-cols-2">
        <FamilyFigures
          title="Cohort retention"
          report={cohort.data}
          targets={targets.company}
          onRows={() => openRows("cohort")}
        />
        <FamilyFigures
          title="Renewal-base retention"
          report={base.data}
          targets={targets.company}
          onRows={() => openRows("renewal-base")}
        />
      </div>
      {state.groupBy && (
        <div className="mt-3.5 grid gap-3.5">
          <Card title="Cohort retention by group">
            <GroupTable report={cohort.data} targets={targets.ofGroup(state.groupBy)} />
          </Card>
          <Card title="Renewal-base retention by group">
            <GroupTable report={base.data} targets={targets.ofGroup(state.groupBy)} />
          </Card>
        </div>
      )}
      <div className="mt-3.5">
        <TrailingChart />
      </div>
      {rowsOf && (
        <RetentionRows
          query={rowsOf === "cohort" ? { family: rowsOf, ...span, ...policies } : { family: rowsOf, ...span }}
          onClose={() => openRows(undefined)}
        />
      )}
      {isAiming && (
        <TargetsDialog
          groupBy={state.groupBy}
          groups={cohort.data.groups}
          onClose={() => setIsAiming(false)}
        />
      )}
    </>
  );
}

/** NRR, GRR and logo retention of the twelve months before each month's end. */
function TrailingChart() {
  const me = useMe();
  const { data, error, refetch } = useCall(
    getRetentionTrend,
    { query: { months: 24, window: 12 } },
    { live: ["subscription", "contract", "account"], enabled: me.data !== undefined },
  );
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  const items = (data?.items ?? []).filter((item) => item.nrr !== null);
  return (
    <Chart
      title="How has retention developed?"
      subtitle={data?.definition ?? "Trailing twelve months at each month's end"}
      kind="line"
      unit={{ percent: true }}
      categories={items.map((item) => formatDate(item.to))}
      series={[
        { name: "NRR", colour: 1, values: items.map((item) => item.nrr) },
        { name: "GRR", colour: 2, values: items.map((item) => item.grr) },
        { name: "Logo retention", colour: 5, values: items.map((item) => item.logoRetention) },
      ]}
      empty="A trailing figure needs accounts that had ARR a year ago."
    />
  );
}

import { getRetentionCohorts, type RetentionMeasure } from "@perennial/contract";
import { useState } from "react";
import type { CallResult } from "../../api/client.ts";
import { useCall } from "../../api/query.ts";
import { Card } from "../../ui/card.tsx";
import {
  formatCount,
  formatDate,
  formatMoneyExact,
  formatMoneyShort,
  formatPercent,
} from "../../ui/format.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DownloadMenu } from "../../ui/grid/download-menu.tsx";
import { Select } from "../../ui/select.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { Hover } from "../../ui/values.tsx";
import { CohortRows } from "./cohort-rows.tsx";
import { type ChangeState, measureLabels, type RetentionState } from "./retention-state.ts";

type Cohort = CallResult<typeof getRetentionCohorts>["cohorts"][number];
type Cell = Cohort["cells"][number];

/** Accounts by when they began: what each cohort has kept, period by period. */
export function CohortsTab({ state, change }: { state: RetentionState; change: ChangeState }) {
  const { data, error, refetch } = useCall(
    getRetentionCohorts,
    { query: { by: state.by } },
    { live: ["subscription", "contract", "account"], keepPrevious: true },
  );
  const [open, setOpen] = useState<{ cohort: string; period: number } | null>(null);
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  if (!data) return <Skeleton lines={8} />;
  const width = Math.max(0, ...data.cohorts.map(({ cells }) => cells.length));
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <Select
          aria-label="Cohorts by"
          data-filter
          options={[
            { value: "month", label: "By month of start" },
            { value: "quarter", label: "By quarter of start" },
            { value: "year", label: "By year of start" },
          ]}
          value={state.by}
          onValueChange={(by) => change({ by })}
        />
        <Select
          aria-label="Measure"
          options={(Object.keys(measureLabels) as RetentionMeasure[]).map((value) => ({
            value,
            label: measureLabels[value],
          }))}
          value={state.measure}
          onValueChange={(measure) => change({ measure })}
        />
      </div>
      <Card
        title={`How much does each cohort keep? ${measureLabels[state.measure]}`}
        subtitle={data.definition}
        actions={
          <DownloadMenu
            name={`Cohorts, ${measureLabels[state.measure]}`}
            columns={fileColumns(state, width, data.currency)}
            rows={data.cohorts}
          />
        }
      >
        {data.cohorts.length === 0 ? (
          <EmptyState title="No cohort is old enough yet">
            A cohort is measured when its first {state.by} is over.
          </EmptyState>
        ) : (
          <div className="overflow-x-auto">
            <table className="w-full border-separate border-spacing-0.5 text-s tabular-nums">
              <thead>
                <tr className="text-left text-ink-2">
                  <th scope="col" className="pr-3 font-medium">
                    Began
                  </th>
                  <th scope="col" className="pr-3 text-right font-medium">
                    Accounts
                  </th>
                  <th scope="col" className="pr-3 text-right font-medium">
                    ARR
                  </th>
                  {Array.from({ length: width }, (_, period) => period).map((period) => (
                    <th key={period} scope="col" className="px-1 text-right font-medium">
                      {periodTitle(period)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {data.cohorts.map((cohort) => (
                  <tr key={cohort.startsOn}>
                    <th scope="row" className="pr-3 text-left font-medium whitespace-nowrap">
                      {cohortName(cohort.startsOn, state.by)}
                    </th>
                    <td className="pr-3 text-right">{cohort.startCount}</td>
                    <td className="pr-3 text-right">{formatMoneyShort(cohort.startArr, data.currency)}</td>
                    {cohort.cells.map((cell) => (
                      <CohortCell
                        key={cell.period}
                        cell={cell}
                        measure={state.measure}
                        currency={data.currency}
                        onOpen={() => setOpen({ cohort: cohort.startsOn, period: cell.period })}
                      />
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Card>
      {open && (
        <CohortRows
          {...open}
          by={state.by}
          title={`Accounts that began in ${cohortName(open.cohort, state.by)}, ${open.period === 0 ? "at its end" : `${formatCount(open.period, state.by)} later`}`}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

/** A share of what there was: the fuller the tint, the more is kept; the number says it as well. */
function CohortCell({
  cell,
  measure,
  currency,
  onOpen,
}: {
  cell: Cell;
  measure: RetentionMeasure;
  currency: string;
  onOpen: () => void;
}) {
  const value = cell[measure];
  if (value === null) return <td />;
  const kept = Math.min(1, Math.max(0, value));
  return (
    <td
      className="rounded-small px-1.5 py-1 text-right text-ink"
      style={{
        backgroundColor: `color-mix(in srgb, var(--chart-${value >= 1 ? 6 : 1}) ${Math.round(kept * 30)}%, transparent)`,
      }}
    >
      <Hover
        text={`${formatDate(cell.at)}: ${formatMoneyExact(cell.endArr, currency, true)} of ${formatMoneyExact(cell.startArr, currency, true)}, ${formatCount(cell.keptCount, "account")} of ${cell.startCount}`}
      >
        <button
          type="button"
          className="rounded-small hover:underline"
          aria-label={`${formatPercent(value, 0)}, ${formatDate(cell.at)}: open its accounts`}
          onClick={onOpen}
        >
          {formatPercent(value, 0)}
        </button>
      </Hover>
    </td>
  );
}

/** The grid as a file has it: a row for each cohort, a column for each period since. */
function fileColumns({ by, measure }: RetentionState, width: number, currency: string): GridColumn<Cohort>[] {
  return [
    { id: "began", type: "text", title: "Began", value: ({ startsOn }) => cohortName(startsOn, by) },
    { id: "startCount", type: "number", title: "Accounts" },
    { id: "startArr", type: "money", title: "ARR", currency },
    ...Array.from(
      { length: width },
      (_, period): GridColumn<Cohort> => ({
        id: `period ${period}`,
        type: "percent",
        title: periodTitle(period),
        value: ({ cells }) => cells.find((cell) => cell.period === period)?.[measure] ?? null,
      }),
    ),
  ];
}

const periodTitle = (period: number): string => (period === 0 ? "First" : `+${period}`);

function cohortName(startsOn: string, by: RetentionState["by"]): string {
  const date = Temporal.PlainDate.from(startsOn);
  if (by === "year") return String(date.year);
  if (by === "quarter") return `Q${Math.ceil(date.month / 3)} ${date.year}`;
  return formatDate(startsOn).slice(3);
}

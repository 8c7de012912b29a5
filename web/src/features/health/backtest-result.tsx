import {
  type BackTestBasis,
  type HealthBackcast,
  type HealthBackTest,
  testHealthBackcast,
} from "@perennial/contract";
import { useState } from "react";
import { useCall } from "../../api/query.ts";
import { Card } from "../../ui/card.tsx";
import { formatNumber } from "../../ui/format.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { Select } from "../../ui/select.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { type Basis, BasisFields } from "./backtest-basis.tsx";
import { GreenChurned } from "./green-churned.tsx";

type Look = HealthBackTest["looks"][number];

const percent = (value: number | null) => (value === null ? "–" : `${formatNumber(value * 100, 1)} %`);
const plain = (value: number | null) => (value === null ? "–" : formatNumber(value, 2));

const judgedOf = (by: BackTestBasis): Asked =>
  by === "renewals"
    ? {
        label: "Renewals judged",
        hint: "That ended, and whose account had a score then",
        of: (look) => `${formatNumber(look.judged)}, ${formatNumber(look.churned)} churned`,
      }
    : {
        label: "Account-quarters judged",
        hint: "Each customer once in each quarter, with a score then",
        of: (look) => `${formatNumber(look.judged)}, ${formatNumber(look.churned)} churned`,
      };

type Asked = { label: string; hint: string; of: (look: Look) => string };

/** What is asked of a back-test, with what each answer means. */
const numbers: Asked[] = [
  {
    label: "Without a score then",
    hint: "Too little was known",
    of: (look) => formatNumber(look.withoutScore),
  },
  {
    label: "Warned of",
    hint: "With the worst label then",
    of: (look) => `${formatNumber(look.flagged)}, ${formatNumber(look.flaggedChurned)} churned`,
  },
  { label: "Precision", hint: "Of those warned of, how many churned", of: (look) => percent(look.precision) },
  {
    label: "Recall",
    hint: "Of those that churned, how many were warned of",
    of: (look) => percent(look.recall),
  },
  {
    label: "Lift",
    hint: "Precision against the share of all that churned; 1 is no better",
    of: (look) => plain(look.lift),
  },
  {
    label: "AUC",
    hint: "How often one that churned had the lower score than one that stayed; 0.5 is chance",
    of: (look) => plain(look.auc),
  },
];

type ResultProps = { cast: HealthBackcast; against: HealthBackcast | undefined };
type JudgedProps = ResultProps & { basis: Basis; onBasis: (basis: Basis) => void };

/** How true a model would have been, 90 or 180 days before accounts really left; beside it another one. */
export function BacktestResult({ cast, against, basis, onBasis }: JudgedProps) {
  const [daysBefore, setDaysBefore] = useState("90");
  const isAsked = basis.by !== "events" || basis.event !== undefined;
  const query = { by: basis.by, ...(basis.by === "events" && basis.event ? { event: basis.event } : {}) };
  const own = useCall(
    testHealthBackcast,
    { params: { id: cast.id }, query },
    { live: ["health-backcast"], enabled: isAsked },
  );
  const other = useCall(
    testHealthBackcast,
    { params: { id: against?.id ?? "" }, query },
    { live: ["health-backcast"], enabled: isAsked && against !== undefined },
  );
  const fields = <BasisFields basis={basis} onChange={onBasis} />;
  if (!isAsked) {
    return (
      <Card title="Did those it warned of leave?" actions={fields}>
        <EmptyState compact title="Which event tells that an account left?">
          Choose one, such as a cancellation that your product or billing sends.
        </EmptyState>
      </Card>
    );
  }
  if (own.error) return <ErrorState error={own.error} onRetry={() => own.refetch()} />;
  if (!own.data) return <Skeleton lines={6} />;
  const lookOf = (test: HealthBackTest | undefined) =>
    test?.looks.find((each) => String(each.daysBefore) === daysBefore);
  const look = lookOf(own.data);
  if (!look) return null;
  const compared = against && lookOf(other.data);
  return (
    <>
      <Card
        title="Did those it warned of leave?"
        subtitle={
          basis.by === "renewals"
            ? "By the renewals that really ended, and the score of their account so many days before"
            : "Each customer in each quarter: by the score so many days before it left, or before the quarter's end"
        }
        actions={
          <div className="flex flex-wrap items-center justify-end gap-2">
            {fields}
            <Select
              aria-label="Days before"
              options={own.data.looks.map((each) => ({
                value: String(each.daysBefore),
                label: `${each.daysBefore} days before`,
              }))}
              value={daysBefore}
              onValueChange={setDaysBefore}
            />
          </div>
        }
      >
        {look.judged === 0 ? (
          <EmptyState
            compact
            title={basis.by === "renewals" ? "No renewal can be judged" : "No account can be judged"}
          >
            {look.withoutScore > 0
              ? `${formatNumber(look.withoutScore)} would be, but none had a score then.`
              : basis.by === "renewals"
                ? "None ended so many days after a day of the period. Judge by accounts that left instead."
                : "The period has no whole quarter with customers, so many days after a day looked at."}
          </EmptyState>
        ) : (
          <Numbers cast={cast} look={look} against={against} compared={compared} by={basis.by} />
        )}
      </Card>
      {look.judged > 0 && (
        <div className="grid items-start gap-4 xl:grid-cols-2">
          <Calibration look={look} />
          <Measures look={look} />
        </div>
      )}
      <GreenChurned look={look} />
    </>
  );
}

type NumbersProps = ResultProps & { look: Look; compared: Look | undefined; by: BackTestBasis };

function Numbers({ cast, look, against, compared, by }: NumbersProps) {
  return (
    <table className="w-full text-m">
      <thead>
        <tr className="border-b border-line text-left text-s text-ink-2">
          <th scope="col" className="py-1.5 font-medium">
            Asked
          </th>
          <th scope="col" className="px-2 py-1.5 text-right font-medium">
            {cast.name}
          </th>
          {against && (
            <th scope="col" className="px-2 py-1.5 text-right font-medium">
              {against.name}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {[judgedOf(by), ...numbers].map(({ label, hint, of }) => (
          <tr key={label} className="border-b border-line last:border-0">
            <th scope="row" className="py-1.5 text-left font-normal">
              {label} <span className="text-s text-ink-3">{hint}</span>
            </th>
            <td className="px-2 py-1.5 text-right font-semibold whitespace-nowrap tabular-nums">
              {of(look)}
            </td>
            {against && (
              <td className="px-2 py-1.5 text-right whitespace-nowrap tabular-nums">
                {compared ? of(compared) : "…"}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** How many churned of those with about the same score: it should fall from row to row. */
function Calibration({ look }: { look: Look }) {
  const rows = look.calibration.filter((each) => each.count > 0);
  const columns: GridColumn<(typeof rows)[number]>[] = [
    {
      id: "range",
      type: "readonly",
      title: "Score then",
      width: 130,
      render: ({ from, to }) => `[${from}, ${to}${to === 100 ? "]" : ")"}`,
    },
    { id: "count", type: "number", title: "Judged", digits: 0, width: 90 },
    { id: "churned", type: "number", title: "Churned", digits: 0, width: 90 },
    {
      id: "rate",
      type: "percent",
      title: "Churned of them",
      width: 140,
      value: ({ churned, count }) => churned / count,
    },
  ];
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <h2 className="text-m font-semibold">Did fewer leave the higher the score?</h2>
      <DataGrid
        label="Calibration"
        columns={columns}
        rows={rows}
        rowId={(row) => String(row.from)}
        height="content"
      />
    </section>
  );
}

/** What each measure alone could tell. */
function Measures({ look }: { look: Look }) {
  const columns: GridColumn<Look["measures"][number]>[] = [
    { id: "place", type: "text", title: "Measure", width: 260 },
    { id: "auc", type: "number", title: "AUC alone", digits: 2, width: 100, missing: "Nobody to compare" },
    {
      id: "meanChurned",
      type: "number",
      title: "Churned",
      digits: 0,
      width: 90,
      missing: "No data",
      hint: "Mean points then of those that churned",
    },
    {
      id: "meanStayed",
      type: "number",
      title: "Stayed",
      digits: 0,
      width: 90,
      missing: "No data",
      hint: "Mean points then of those that stayed",
    },
  ];
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <h2 className="text-m font-semibold">What could each measure tell by itself?</h2>
      <DataGrid
        label="Measures"
        columns={columns}
        rows={[...look.measures].sort((a, b) => (b.auc ?? 0) - (a.auc ?? 0))}
        rowId={(row) => row.slug}
        height="content"
      />
    </section>
  );
}

import { type HealthBackcast, type HealthBackTest, testHealthBackcast } from "@perennial/contract";
import { useState } from "react";
import { useCall } from "../../api/query.ts";
import { Card } from "../../ui/card.tsx";
import { formatCount, formatNumber } from "../../ui/format.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { Select } from "../../ui/select.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { GreenChurned } from "./green-churned.tsx";

type Look = HealthBackTest["looks"][number];

const percent = (value: number | null) => (value === null ? "–" : `${formatNumber(value * 100, 1)} %`);
const plain = (value: number | null) => (value === null ? "–" : formatNumber(value, 2));

/** What is asked of a back-test, with what each answer means. */
const numbers: { label: string; hint: string; of: (look: Look) => string }[] = [
  {
    label: "Renewals judged",
    hint: "That ended, and whose account had a score then",
    of: (look) => `${look.judged}, ${look.churned} churned`,
  },
  {
    label: "Without a score then",
    hint: "Too little was known",
    of: (look) => formatNumber(look.withoutScore),
  },
  {
    label: "Warned of",
    hint: "With the worst label then",
    of: (look) => `${look.flagged}, ${look.flaggedChurned} churned`,
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
    hint: "How often one that churned had the lower score than one that renewed; 0.5 is chance",
    of: (look) => plain(look.auc),
  },
];

type ResultProps = { cast: HealthBackcast; against: HealthBackcast | undefined };

/** How true a model would have been, 90 or 180 days before renewals that really ended; beside it another one. */
export function BacktestResult({ cast, against }: ResultProps) {
  const [daysBefore, setDaysBefore] = useState("90");
  const own = useCall(testHealthBackcast, { params: { id: cast.id } }, { live: ["health-backcast"] });
  const other = useCall(
    testHealthBackcast,
    { params: { id: against?.id ?? "" } },
    { enabled: against !== undefined },
  );
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
        subtitle="By the renewals that really ended, and the score of their account so many days before"
        actions={
          <Select
            aria-label="Days before"
            options={own.data.looks.map((each) => ({
              value: String(each.daysBefore),
              label: `${each.daysBefore} days before`,
            }))}
            value={daysBefore}
            onValueChange={setDaysBefore}
          />
        }
      >
        {look.judged === 0 ? (
          <EmptyState compact title="No renewal can be judged">
            {look.withoutScore > 0
              ? `Of ${formatCount(look.withoutScore, "renewal")} that ended in the period, none had an account with a score then.`
              : "None ended so many days after a day of the period."}
          </EmptyState>
        ) : (
          <Numbers cast={cast} look={look} against={against} compared={compared} />
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

type NumbersProps = ResultProps & { look: Look; compared: Look | undefined };

function Numbers({ cast, look, against, compared }: NumbersProps) {
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
        {numbers.map(({ label, hint, of }) => (
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
    { id: "count", type: "number", title: "Ended", digits: 0, width: 90 },
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
      id: "meanRenewed",
      type: "number",
      title: "Renewed",
      digits: 0,
      width: 90,
      missing: "No data",
      hint: "Mean points then of those that renewed",
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

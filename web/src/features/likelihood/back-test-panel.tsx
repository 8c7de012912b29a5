import type { LikelihoodJudgement, LikelihoodScores, LikelihoodVersionInFull } from "@perennial/contract";
import { useMemo } from "react";
import { Card } from "../../ui/card.tsx";
import { Chart } from "../../ui/chart/chart.tsx";
import { formatCount, formatDate, formatNumber, formatPercent } from "../../ui/format.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { Select } from "../../ui/select.tsx";

type BackTest = NonNullable<LikelihoodVersionInFull["backTest"]>;
type Look = "all" | "180" | "90" | "30";
type ScoreRow = LikelihoodScores & { who: string };

const scoreColumns: GridColumn<ScoreRow>[] = [
  { id: "who", type: "text", title: "Likelihoods by", width: 210 },
  { id: "count", type: "number", title: "Looks", width: 70, digits: 0 },
  { id: "lost", type: "number", title: "Lost", width: 80, digits: 0 },
  {
    id: "auc",
    type: "number",
    title: "AUC",
    digits: 3,
    width: 90,
    hint: "How often a renewed one stood above a lost one: 0.5 is chance",
    missing: "Nothing was lost, or nothing renewed",
  },
  {
    id: "brier",
    type: "number",
    title: "Brier",
    digits: 3,
    width: 90,
    hint: "Mean squared distance from what happened: smaller is better",
  },
];

/** How models trained on the past alone would have judged what came after, beside two simpler ways. */
export function BackTestPanel({
  test,
  look,
  onLook,
}: {
  test: BackTest;
  look: Look;
  onLook: (look: Look) => void;
}) {
  const judged: LikelihoodJudgement =
    test.byDaysBefore.find((each) => String(each.daysBefore) === look) ?? test.overall;
  const rows = useMemo(
    (): ScoreRow[] => [
      { who: "The model", ...judged.model },
      { who: "The base rate: everybody the same", ...judged.baseRate },
      ...(judged.human
        ? [
            { who: "People’s rating then", ...judged.human.human },
            { who: "The model, on those that people rated", ...judged.human.model },
          ]
        : []),
    ],
    [judged],
  );
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <Select
          aria-label="Looked at"
          data-filter
          options={[
            { value: "all", label: "All looks" },
            ...test.byDaysBefore.map(({ daysBefore }) => ({
              value: String(daysBefore) as Look,
              label: `${daysBefore} days before expiry`,
            })),
          ]}
          value={look}
          onValueChange={onLook}
        />
        <p className="text-s text-ink-2">
          Looks from {formatDate(test.from)} to {formatDate(test.to)}, quarter by quarter: each judged by a
          model that knew only what had closed before the quarter ({formatCount(test.models, "model")}).
        </p>
      </div>
      <div className="grid grid-cols-1 gap-3 xl:grid-cols-2">
        <CalibrationChart judged={judged} />
        <Card
          title="Does it beat simpler ways?"
          subtitle={
            judged.human
              ? "Against everybody the same, and against the rating that people had given by then"
              : "Against everybody the same. People had rated none of these renewals at the time"
          }
        >
          <DataGrid
            label="Scores of the back-test"
            columns={scoreColumns}
            rows={rows}
            rowId={(row) => row.who}
            height="content"
          />
        </Card>
        <LiftChart judged={judged} />
      </div>
    </div>
  );
}

function CalibrationChart({ judged }: { judged: LikelihoodJudgement }) {
  const bins = judged.calibration;
  return (
    <Chart
      title="Do likelihoods come true?"
      subtitle="Renewals in groups of equal number, the lowest likelihood first: the share that renewed should follow the likelihood given, within the range that so few allow"
      kind="line"
      unit={{ percent: true }}
      categories={bins.map((bin, at) => `${at + 1} (${bin.count})`)}
      series={[
        { name: "Given", colour: 5, values: bins.map((bin) => bin.predicted) },
        { name: "Renewed", colour: 1, values: bins.map((bin) => bin.renewed) },
        { name: "From", colour: 2, values: bins.map((bin) => bin.low) },
        { name: "Up to", colour: 2, values: bins.map((bin) => bin.high) },
      ]}
      empty="Too few looks could be judged."
    />
  );
}

function LiftChart({ judged }: { judged: LikelihoodJudgement }) {
  const lift = judged.lift;
  const best = lift[1];
  return (
    <Chart
      title="How many losses are found by looking at the lowest first?"
      subtitle={
        best
          ? `The lowest ${formatPercent(best.share, 0)} hold ${formatPercent(best.caught, 0)} of all losses: ${formatNumber(best.lift, 1)} times as many as chance`
          : "Nothing was lost"
      }
      kind="bar"
      unit={{ percent: true }}
      categories={lift.map((each) => `Lowest ${formatPercent(each.share, 0)}`)}
      series={[
        { name: "Losses among them", colour: 4, values: lift.map((each) => each.caught) },
        { name: "By chance", colour: 5, values: lift.map((each) => each.share) },
      ]}
    />
  );
}

import type { LikelihoodVersionInFull } from "@perennial/contract";
import { useMemo } from "react";
import { Card } from "../../ui/card.tsx";
import { formatNumber, formatPercent } from "../../ui/format.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";

type Factor = { id: string; label: string; weight: number; odds: number; known: number | null };
type Trained = Extract<LikelihoodVersionInFull["model"], { kind: "trained" }>;

const columns: GridColumn<Factor>[] = [
  { id: "label", type: "text", title: "Fact", width: 320 },
  {
    id: "weight",
    type: "number",
    title: "Weight",
    digits: 3,
    signed: true,
    width: 110,
    hint: "Log-odds of renewing for one standard deviation more",
  },
  {
    id: "odds",
    type: "number",
    title: "Odds times",
    digits: 2,
    width: 110,
    hint: "What one standard deviation more does to the odds of renewing: above 1 for, below 1 against",
  },
  {
    id: "known",
    type: "percent",
    title: "Known in",
    width: 110,
    hint: "Of the looks it learned from. Where a fact is not known it adds nothing either way",
    missing: "Not kept of this version",
  },
];

/** What the model weighs, the heaviest first; or what the prior says, where nothing was learned. */
export function FactorsPanel({ version: { model } }: { version: LikelihoodVersionInFull }) {
  const rows = useMemo(
    (): Factor[] =>
      model.kind === "prior"
        ? []
        : model.terms
            .map(({ feature, level, label, weight }) => ({
              id: `${feature} ${level ?? ""}`,
              label,
              weight,
              odds: Math.exp(weight),
              known: model.known?.find((one) => one.feature === feature)?.share ?? null,
            }))
            .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)),
    [model],
  );
  if (model.kind === "prior") {
    return (
      <Card title="A prior stands in">
        <p className="max-w-3xl text-m text-ink-2">
          Nothing was learned. A renewal begins at the likelihood of its rating, or, without one, at{" "}
          {formatPercent(model.base)}: the company’s rate of renewing, held towards 85 % by ten renewals.
          Health moves it: 65 adds nothing, each 10 points add or take 0.4 of log-odds (about six points
          around 80 %).
        </p>
      </Card>
    );
  }
  return (
    <Card
      title="What it weighs"
      subtitle={`Facts as they stood, each in standard deviations. Weights are drawn towards zero by a penalty of ${formatNumber(model.strength)}, the one that foretold later outcomes best. They say what went together, not what causes what.`}
    >
      <DataGrid label="Weights" columns={columns} rows={rows} rowId={(row) => row.id} height="content" />
      <LeftOut model={model} />
    </Card>
  );
}

/** Facts that it did not learn from, and how seldom they were known: what it cannot see. */
function LeftOut({ model: { known = [], terms } }: { model: Trained }) {
  const left = known.filter(({ feature }) => !terms.some((term) => term.feature === feature));
  if (left.length === 0) return null;
  const words = left.map(({ label, share }) => `${label} (${formatPercent(share)})`);
  return (
    <p className="mt-3 max-w-3xl text-m text-ink-2">
      Not learned from, since they were known in too few of the looks, or were the same in all:{" "}
      {words.join(", ")}. Looks at renewals that closed before a fact was kept cannot know it; the longer it
      is kept, the more of it can be learned.
    </p>
  );
}

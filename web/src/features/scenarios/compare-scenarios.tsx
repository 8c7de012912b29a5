import { type Scenario, simulateForecast } from "@perennial/contract";
import type { LikelihoodBasis } from "@perennial/contract/forecasting";
import { useQueries } from "@tanstack/react-query";
import { useState } from "react";
import { queryOf } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { ErrorState } from "../../ui/states.tsx";

type Row = {
  id: string;
  name: string;
  dueArr: string;
  expectedArr: string;
  grr: number | null;
  nrr: number | null;
  p10Arr: string;
  p90Arr: string;
  goalProbability: number;
};

/** Each is worked out on the server: so many more at a time. */
const atATime = 6;

/** The forecast as it is and under each saved scenario, side by side, over the same draws. */
export function CompareScenarios({
  scenarios,
  span,
  basis,
  goal,
  dueArr,
  currency,
}: {
  scenarios: readonly Scenario[];
  span: { from: string; to: string };
  basis: LikelihoodBasis;
  goal: number;
  /** What is due without suppositions, as minor units: the goal is a part of it, the same for all. */
  dueArr: number;
  currency: string;
}) {
  const [most, setMost] = useState(atATime);
  const left = scenarios.length - most;
  const asked = [undefined, ...scenarios.slice(0, most)];
  const goalArr = (Math.round(dueArr * goal) / 100).toFixed(2);
  const { rows, error } = useQueries({
    queries: asked.map((scenario) =>
      queryOf(
        simulateForecast,
        {
          query: {
            dueFrom: span.from,
            dueTo: span.to,
            basis,
            goal: goalArr,
            ...(scenario ? { scenario: scenario.id } : {}),
          },
        },
        { live: ["renewal", "scenario"], keepPrevious: true },
      ),
    ),
    combine: (answers) => ({
      rows: answers.flatMap((answer, at): Row[] =>
        answer.data
          ? [{ id: asked[at]?.id ?? "as-it-is", name: asked[at]?.name ?? "As it is", ...answer.data }]
          : [],
      ),
      error: answers.find((answer) => answer.error)?.error,
    }),
  });
  const columns: GridColumn<Row>[] = [
    {
      id: "name",
      type: "text",
      title: "Scenario",
      width: 220,
      href: (row) => (row.id === "as-it-is" ? undefined : `/forecast/what-if?scenario=${row.id}`),
    },
    { id: "dueArr", type: "money", title: "Due", currency, short: true, width: 110 },
    { id: "expectedArr", type: "money", title: "Expected", currency, short: true, width: 110 },
    { id: "grr", type: "percent", title: "GRR", digits: 1, width: 90 },
    { id: "nrr", type: "percent", title: "NRR", digits: 1, width: 90 },
    { id: "p10Arr", type: "money", title: "P10", currency, short: true, width: 110 },
    { id: "p90Arr", type: "money", title: "P90", currency, short: true, width: 110 },
    { id: "goalProbability", type: "percent", title: "Chance of the goal", digits: 0, width: 140 },
  ];
  return (
    <Card
      title="Scenarios side by side"
      subtitle="Worked out on the server by the same code and the same draws, so that they differ by what is supposed and not by chance"
    >
      {error ? (
        <ErrorState error={error} title="The scenarios could not be compared" />
      ) : (
        <>
          <DataGrid
            label="Scenarios side by side"
            columns={columns}
            rows={rows}
            rowId={(row) => row.id}
            height="content"
          />
          {left > 0 && (
            <div className="mt-2 flex items-center gap-2 text-s text-ink-2">
              The {most} changed last of {scenarios.length}.
              <Button onClick={() => setMost(most + atATime)}>Compare {Math.min(left, atATime)} more</Button>
            </div>
          )}
        </>
      )}
    </Card>
  );
}

import { getRetention } from "@perennial/contract";
import { useMemo, useState } from "react";
import { useMe } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { useRetentionTargets } from "../../api/use-retention-targets.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Chart } from "../../ui/chart/chart.tsx";
import { Field } from "../../ui/field.tsx";
import { formatMoneyExact, formatPercent } from "../../ui/format.ts";
import { Input } from "../../ui/input.tsx";
import { StatStrip } from "../../ui/stat-strip.tsx";
import { amountsOf, type CalculatorInput, calculateRetention, gapTo, readAmount } from "./calculator.ts";
import { SpanChoice } from "./policy-choices.tsx";
import { type ChangeState, datesOf, type RetentionState } from "./retention-state.ts";

const fields = [
  { id: "start", label: "ARR at the start" },
  { id: "churn", label: "Churn" },
  { id: "contraction", label: "Contraction" },
  { id: "expansion", label: "Expansion" },
] as const;

/** NRR and GRR of figures that are typed, or taken from the data: what they come to and what is missing to the target. */
export function CalculatorTab({ state, change }: { state: RetentionState; change: ChangeState }) {
  const currency = useMe().data?.company.currency ?? "USD";
  const targets = useRetentionTargets().company;
  const fromData = useAmountsOfData(state);
  const [typed, setTyped] = useState<Partial<CalculatorInput>>({});
  const shown: CalculatorInput = { ...(fromData ?? noAmounts), ...typed };
  const read = Object.fromEntries(fields.map(({ id }) => [id, readAmount(shown[id])])) as Record<
    keyof CalculatorInput,
    string | null
  >;
  const input = Object.fromEntries(fields.map(({ id }) => [id, read[id] ?? "0"])) as CalculatorInput;
  const result = calculateRetention(input);
  const kept = calculateRetention({ ...input, expansion: "0" }).end;
  const goal = (measure: "nrr" | "grr", reached: string) => {
    const target = targets[measure];
    if (!target) return "no target set";
    const gap = gapTo(target.good, input.start, reached);
    const aim = formatPercent(target.good);
    return gap === "0"
      ? `target of ${aim} reached`
      : `${formatMoneyExact(gap, currency, true)} short of ${aim}`;
  };
  return (
    <div className="grid gap-3.5 lg:grid-cols-[320px_1fr]">
      <Card title="Figures" subtitle="Taken from the data of the span; type over any of them">
        <div className="mb-3">
          <SpanChoice state={state} change={change} />
        </div>
        <div className="flex flex-col gap-3">
          {fields.map(({ id, label }) => (
            <Field
              key={id}
              label={`${label}, ${currency}`}
              error={read[id] === null ? "An amount of zero or more, such as 1240000.00" : undefined}
            >
              {(control) => (
                <Input
                  {...control}
                  inputMode="decimal"
                  value={shown[id]}
                  onChange={(event) => setTyped((before) => ({ ...before, [id]: event.target.value }))}
                />
              )}
            </Field>
          ))}
          <Button onClick={() => setTyped({})} disabled={Object.keys(typed).length === 0}>
            Back to the data
          </Button>
        </div>
      </Card>
      <div>
        <StatStrip
          stats={[
            {
              label: "NRR",
              value: result.nrr === null ? "–" : formatPercent(result.nrr),
              note: goal("nrr", result.end),
            },
            {
              label: "GRR",
              value: result.grr === null ? "–" : formatPercent(result.grr),
              note: goal("grr", kept),
            },
            {
              label: "ARR of these accounts at the end",
              value: formatMoneyExact(result.end, currency, true),
            },
          ]}
        />
        <Chart
          title="From start to end"
          subtitle="NRR = end ÷ start; GRR = (start − churn − contraction) ÷ start"
          kind="waterfall"
          unit={{ currency }}
          categories={["Start", "Churn", "Contraction", "Expansion", "End"]}
          series={[
            {
              name: "ARR",
              values: [input.start, `-${input.churn}`, `-${input.contraction}`, input.expansion, result.end],
            },
          ]}
          empty="Type what ARR there was at the start."
        />
      </div>
    </div>
  );
}

const noAmounts: CalculatorInput = { start: "0", churn: "0", contraction: "0", expansion: "0" };

/** The accounts that had ARR at the start of the span, and what became of it: figures that give its own NRR and GRR. */
function useAmountsOfData(state: RetentionState): CalculatorInput | undefined {
  const { data } = useCall(
    getRetention,
    { query: { family: "cohort", ...datesOf(state.span), rows: "true" } },
    { live: ["subscription", "contract", "account"] },
  );
  return useMemo(() => (data?.rows ? amountsOf(data.rows) : undefined), [data]);
}

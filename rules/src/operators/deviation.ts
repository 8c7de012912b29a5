import { z } from "zod";
import { compareDecimals, type Decimal, inOneUnit, isDecimal } from "../values/decimal.ts";
import { type Baseline, type Operator, operator } from "./operator.ts";
import { decimalValue, numberTypes, textValue } from "./value-schemas.ts";

const directions = ["above", "below", "either"] as const;
type Deviation = {
  segments: string[];
  atLeast: Decimal;
  direction: (typeof directions)[number];
};

const value = z.strictObject(
  {
    segments: z
      .array(textValue, { error: "Give a list of segments." })
      .min(1, "Give at least one segment.")
      .max(50, "Give at most 50 segments."),
    atLeast: decimalValue.refine((k) => !isDecimal(k) || compareDecimals(k, 0) > 0, "Give a number above 0."),
    direction: z.enum(directions, { error: `Use ${directions.join(", ")}.` }),
  },
  { error: "Give {segments, atLeast, direction}." },
);

/** value − median ≥ k × spread, to the side asked for. Nobody can deviate from where all are equal: unknown. */
function deviates(
  seen: Decimal,
  { median, spread }: Baseline,
  { atLeast, direction }: Deviation,
): boolean | null {
  if (compareDecimals(spread, 0) <= 0) return null;
  const [now = 0n, middle = 0n, width = 0n, times = 0n, one = 1n] = inOneUnit(
    seen,
    median,
    spread,
    atLeast,
    1,
  );
  const above = now - middle;
  const distance =
    direction === "above" ? above : direction === "below" ? -above : above < 0n ? -above : above;
  return distance * one >= times * width;
}

/** How unusual a number is beside the healthy accounts of the record's own segment. */
export const deviationOperators: readonly Operator[] = [
  operator<Deviation>({
    id: "deviates-from-baseline",
    label: "deviates from the healthy baseline",
    types: numberTypes,
    editor: "deviation",
    value,
    needs: "baselines",
    segmentsIn: ({ segments }) => segments,
    sql(operand, { segments, atLeast, direction }, scope) {
      const median = (baseline: Baseline) => scope.param(String(baseline.median), "numeric");
      const distance = (baseline: Baseline): string => {
        if (direction === "above") return `${operand.sql} - ${median(baseline)}`;
        if (direction === "below") return `${median(baseline)} - ${operand.sql}`;
        return `abs(${operand.sql} - ${median(baseline)})`;
      };
      const cases = segments.map((segment) => {
        const baseline = operand.beside.baselines[segment];
        const isKnown = baseline !== undefined && compareDecimals(baseline.spread, 0) > 0;
        const times = () => scope.param(String(atLeast), "numeric");
        const test = isKnown
          ? `${distance(baseline)} >= ${times()} * ${scope.param(String(baseline.spread), "numeric")}`
          : "NULL::boolean";
        return `WHEN ${operand.beside.isIn(segment)} THEN ${test}`;
      });
      return `CASE ${cases.join(" ")} END`;
    },
    evaluate(seen, asked, _env, beside) {
      const segment = asked.segments.find((each) => beside.isIn(each));
      const baseline = segment === undefined ? undefined : beside.baselines[segment];
      return baseline === undefined || !isDecimal(seen) ? null : deviates(seen, baseline, asked);
    },
    describe(subject, { segments, atLeast, direction }, nameOf) {
      const side = direction === "either" ? "away from" : direction;
      return `${subject} is at least ${atLeast} robust deviation${Number(atLeast) === 1 ? "" : "s"} ${side} the healthy accounts of ${segments.map(nameOf).join(", else ")}`;
    },
  }),
];

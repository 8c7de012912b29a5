import type { LikelihoodFirst } from "@perennial/contract";
import { formatDate, formatInstant } from "@perennial/contract/format";
import type { ForecastBase } from "./forecast-rows.sql.ts";

const likelihoodOrder = {
  people: "a person's, else the default of its rating, else the model's",
  model: "the model's, else a person's, else the default of its rating",
} as const;

/** What the figures of a forecast mean, in words that go with them. */
export function forecastDefinition(
  { period, asOf, currency, ratesOn }: ForecastBase,
  {
    rollUp,
    overlaps,
    likelihoodFirst,
    scenario,
    timeZone,
  }: {
    rollUp: "single" | "cumulative";
    overlaps: string | null;
    likelihoodFirst: LikelihoodFirst;
    scenario: string | undefined;
    timeZone: string;
  },
): string {
  return [
    `Renewals due from ${formatDate(period.from)} to ${formatDate(period.to)}${asOf ? `, as they stood at ${formatInstant(asOf, timeZone)}` : ""}, in ${currency} at the rates of ${formatDate(ratesOn)}.`,
    "Due is their target ARR, omitted ones left out; open ones stand at their target under their rating.",
    ...(rollUp === "cumulative" ? ["Each rating holds what is won and all better ratings as well."] : []),
    "Forecast is the final ARR of those won and the forecast people gave the open ones; one without a forecast adds nothing and is counted as missing.",
    `Expected value weighs each open one by its likelihood: ${likelihoodOrder[likelihoodFirst]}, else 100 %; and takes its forecast, else its target, a forecast of nothing not being what it would be worth. Settings › Renewal process says whose comes first.`,
    "GRR is Σ min(forecast, target) ÷ Σ target, NRR Σ forecast ÷ Σ target, over those with an outcome or a forecast.",
    "Adjusted adds the ledger of a level and of all below it. The hierarchy is how people report today.",
    ...(scenario === undefined
      ? []
      : [`As “${scenario}” supposes: its likelihoods, its amounts in the place of forecasts, its dates.`]),
    ...(overlaps ? [overlaps] : []),
  ].join(" ");
}

/** What the steps of a waterfall mean. */
export function changesDefinition(
  measure: "forecast" | "expected",
  currency: string,
  ratesOn: string,
): string {
  const what =
    measure === "forecast"
      ? "Forecast: final ARR of the won, and what people forecast of the open ones"
      : "Expected value: final ARR of the won, and likelihood × (forecast above zero, else target) of the open ones";
  return (
    `${what}, in ${currency} at the rates of ${formatDate(ratesOn)} throughout. A renewal that moved between periods counts whole as pulled in ` +
    "or pushed; one that closed as won or lost by the difference; an open one by what its rating (at the amount before) and its " +
    "amount (at the rating now) changed. A level is who owns the renewals at the later instant."
  );
}

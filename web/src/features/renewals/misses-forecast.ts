import type { RuleJson } from "@perennial/rules";

/** Renewals of which somebody has yet to say what they will come to; of a closed one it is known. */
export const missesForecast: RuleJson = {
  all: [
    { subject: "outcome", op: "is-empty" },
    { subject: "forecastArr", op: "is-empty" },
  ],
};

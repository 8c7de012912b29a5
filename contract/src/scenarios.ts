import { ruleJson } from "@perennial/rules";
import { z } from "zod";
import { currencyCode, dateText, decimalText, endpoint, idParams, instantText } from "./endpoint.ts";

const about = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("renewal"), id: z.uuid() }),
  z.object({
    kind: z.literal("rule"),
    label: z.string().trim().min(1).max(100),
    rule: ruleJson.describe("A rule over renewals, worked out anew whenever the scenario is looked at"),
  }),
]);

/** One supposition: of one renewal or of all that a rule names; at least one of the three is said. */
export const overrideSchema = z
  .object({
    about,
    likelihood: z
      .discriminatedUnion("kind", [
        z.object({ kind: z.literal("set"), value: z.number().min(0).max(1) }),
        z.object({
          kind: z.literal("shift"),
          by: z.number().min(-1).max(1).describe("−0.1: ten points less"),
        }),
      ])
      .optional(),
    amount: z
      .discriminatedUnion("kind", [
        z.object({ kind: z.literal("set"), arr: decimalText }),
        z.object({
          kind: z.literal("scale"),
          by: z.number().min(0).max(10).describe("1.1: ten percent more"),
        }),
      ])
      .optional(),
    dueOn: z
      .discriminatedUnion("kind", [
        z.object({ kind: z.literal("set"), date: dateText }),
        z.object({ kind: z.literal("shift"), days: z.number().int().min(-730).max(730) }),
      ])
      .optional(),
  })
  .refine((override) => override.likelihood ?? override.amount ?? override.dueOn, {
    message: "say a likelihood, an amount or a date",
  });
export type Override = z.infer<typeof overrideSchema>;

const scenarioInput = z.object({
  name: z.string().trim().min(1).max(100),
  description: z.string().trim().max(2000).default(""),
  overrides: z.array(overrideSchema).max(500).describe("In order: a later one upon an earlier"),
  isShared: z.boolean().default(false).describe("Others see it too; only who made it changes it"),
});

export const scenarioSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  overrides: z.array(overrideSchema),
  isShared: z.boolean(),
  isOwn: z.boolean(),
  ownerName: z.string(),
  createdAt: instantText,
  updatedAt: instantText,
});
export type Scenario = z.infer<typeof scenarioSchema>;

export const listScenarios = endpoint({
  method: "GET",
  path: "/scenarios",
  summary: "List one's own and shared what-if scenarios",
  response: z.object({ items: z.array(scenarioSchema) }),
});
export const getScenario = endpoint({
  method: "GET",
  path: "/scenarios/:id",
  summary: "Read one scenario",
  params: idParams,
  response: scenarioSchema,
});
export const createScenario = endpoint({
  method: "POST",
  path: "/scenarios",
  summary: "Save a set of suppositions as a scenario",
  body: scenarioInput,
  response: scenarioSchema,
  status: 201,
});
export const updateScenario = endpoint({
  method: "PATCH",
  path: "/scenarios/:id",
  summary: "Change one's own scenario",
  params: idParams,
  body: scenarioInput.partial(),
  response: scenarioSchema,
});
export const deleteScenario = endpoint({
  method: "DELETE",
  path: "/scenarios/:id",
  summary: "Delete one's own scenario",
  params: idParams,
  status: 204,
  response: z.undefined(),
});

export const likelihoodBases = ["model", "people"] as const;
const span = z.object({
  dueFrom: dateText,
  dueTo: dateText,
  basis: z
    .enum(likelihoodBases)
    .optional()
    .describe(
      "Whose likelihood counts; where it has none, the other's; where neither has, 1. As the company's policy has it if left out",
    ),
});

const whatIfRow = z.object({
  id: z.uuid(),
  accountId: z.uuid(),
  accountName: z.string(),
  dueOn: dateText,
  targetArr: decimalText,
  amountArr: decimalText.describe(
    "If it renews: the forecast of people where it is above zero, else the target",
  ),
  likelihoodModel: z.number().nullable(),
  likelihoodPeople: z.number().nullable().describe("Typed, else the default of the rating"),
  outcome: z.enum(["renewed", "churned"]).nullable(),
  rating: z.string().nullable(),
  ownerId: z.uuid().nullable(),
  segment: z.string().nullable().describe("The account's touch model"),
  region: z.string().nullable(),
});
export type WhatIfRow = z.infer<typeof whatIfRow>;

export const getWhatIf = endpoint({
  method: "GET",
  path: "/forecast/what-if",
  summary: "Read what a what-if is worked out from",
  description:
    "The renewals due in the span and within the two years around it that are still open (a scenario may move them in), in " +
    "the company's currency. With a scenario, also which of them each of its rules names.",
  query: span.omit({ basis: true }).extend({ scenario: z.uuid().optional() }),
  response: z.object({
    currency: currencyCode,
    rows: z.array(whatIfRow),
    named: z
      .array(z.array(z.uuid()))
      .describe("For each override of the scenario, in order: the renewals it is about"),
  }),
});

export const nameRenewals = endpoint({
  method: "POST",
  path: "/forecast/what-if/renewals",
  summary: "Find which open renewals a rule names",
  body: z.object({ rule: ruleJson }),
  response: z.object({ ids: z.array(z.uuid()) }),
});

const correlation = z.coerce.number().min(0).max(0.95);
export const simulateForecast = endpoint({
  method: "GET",
  path: "/forecast/simulation",
  summary: "Simulate the ARR retained of the renewals due in a span",
  description:
    "Monte Carlo, the same for the same seed; correlated within owner, segment and region by the factors given. The browser " +
    "runs the same code.",
  query: span.extend({
    scenario: z.uuid().optional(),
    seed: z.string().max(100).default("perennial"),
    trials: z.coerce.number().int().min(100).max(20_000).default(10_000),
    owner: correlation.default(0.05),
    segment: correlation.default(0.05),
    region: correlation.default(0.05),
    goal: decimalText.optional().describe("ARR to retain; 90 % of what is due unless told"),
  }),
  response: z.object({
    currency: currencyCode,
    count: z.number().int(),
    dueArr: decimalText,
    expectedArr: decimalText,
    grr: z.number().nullable(),
    nrr: z.number().nullable(),
    trials: z.number().int(),
    p10Arr: decimalText,
    p50Arr: decimalText,
    p90Arr: decimalText,
    meanArr: decimalText,
    goalArr: decimalText,
    goalProbability: z.number(),
    decisive: z.array(
      z.object({ id: z.uuid(), movesArr: decimalText, upArr: decimalText, downArr: decimalText }),
    ),
  }),
});

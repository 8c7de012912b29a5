import { z } from "zod";
import { endpoint, instantText } from "./endpoint.ts";

const scores = z.object({
  count: z.number().int().describe("Looks judged"),
  lost: z.number().int(),
  auc: z.number().nullable().describe("How often a renewed one stood above a lost one; 0.5 is chance"),
  brier: z.number().nullable().describe("Mean squared distance from what happened; smaller is better"),
});
export type LikelihoodScores = z.infer<typeof scores>;

const judgement = z.object({
  model: scores,
  baseRate: scores.describe("Everybody gets the share that had renewed until then"),
  human: z
    .object({ human: scores, model: scores })
    .nullable()
    .describe("Those that people had judged then, and the model on the same ones"),
  calibration: z.array(
    z.object({
      count: z.number().int(),
      predicted: z.number(),
      renewed: z.number(),
      low: z.number().describe("The true share lies from here"),
      high: z.number().describe("up to here with 95 % confidence"),
    }),
  ),
  lift: z.array(
    z.object({
      share: z.number().describe("Looked at first: the lowest likelihoods"),
      caught: z.number().describe("Share of all losses among them"),
      lift: z.number(),
    }),
  ),
});
export type LikelihoodJudgement = z.infer<typeof judgement>;

const backTest = z.object({
  from: z.string(),
  to: z.string(),
  models: z.number().int().describe("Models trained, each on what had closed by then"),
  overall: judgement,
  byDaysBefore: z.array(judgement.extend({ daysBefore: z.number().int() })),
});

const modelSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("prior"), base: z.number() }),
  z.object({
    kind: z.literal("trained"),
    intercept: z.number(),
    strength: z.number(),
    terms: z.array(
      z.object({
        feature: z.string(),
        label: z.string(),
        level: z.string().nullable(),
        mean: z.number(),
        deviation: z.number(),
        weight: z.number().describe("Log-odds of renewing for one standard deviation more"),
      }),
    ),
    known: z
      .array(z.object({ feature: z.string(), label: z.string(), share: z.number() }))
      .optional()
      .describe(
        "Of every fact, the share of looks in which it was known; one known in too few is not learned from",
      ),
  }),
]);

const summary = z.object({
  version: z.number().int(),
  kind: z.enum(["trained", "prior"]).describe("prior: too little has closed, nothing was learned"),
  reason: z.string().describe("Why it is of this kind"),
  isInUse: z.boolean(),
  renewed: z.number().int(),
  lost: z.number().int(),
  looks: z.number().int().describe("Closed renewals times the days at which they were looked at"),
  renewedRatio: z.number().describe("What won renewals came to of their target"),
  trainedBy: z.string(),
  trainedAt: instantText,
  openRenewals: z.number().int().describe("Open renewals whose likelihood is of this version"),
});
export type LikelihoodVersion = z.infer<typeof summary>;

export const likelihoodVersionSchema = summary.extend({
  model: modelSchema,
  backTest: backTest.nullable().describe("Null where too little had closed to judge any quarter"),
});
export type LikelihoodVersionInFull = z.infer<typeof likelihoodVersionSchema>;

export const listLikelihoodVersions = endpoint({
  method: "GET",
  path: "/likelihood/versions",
  summary: "List the versions of the likelihood model, newest first",
  response: z.object({ items: z.array(summary) }),
});

export const getLikelihoodVersion = endpoint({
  method: "GET",
  path: "/likelihood/versions/:version",
  summary: "Read one version of the likelihood model with its weights and its back-test",
  description:
    "The back-test goes through the past in quarters: each is judged by a model trained on what had closed before it.",
  params: z.object({ version: z.coerce.number().int().min(1) }),
  response: likelihoodVersionSchema,
});

export const trainLikelihood = endpoint({
  method: "POST",
  path: "/likelihood/versions",
  summary: "Train the likelihood model anew",
  description:
    "In the background; it also happens by itself every week, and every night until enough has closed. The version in use " +
    "changes and open renewals are judged anew.",
  status: 202,
  response: z.object({ isQueued: z.literal(true) }),
});

import { z } from "zod";
import { dateText, endpoint, instantText, slugText } from "./endpoint.ts";
import { healthModelSchema } from "./health.ts";

export const backcastSteps = ["week", "month"] as const;

export const healthBackcastSchema = z.object({
  id: z.uuid(),
  score: slugText,
  name: z.string(),
  version: z.number().int().nullable().describe("Null: a draft that is no version yet"),
  from: dateText,
  to: dateText,
  step: z.enum(backcastSteps),
  status: z.enum(["running", "done", "failed", "cancelled"]),
  daysDone: z.number().int(),
  daysTotal: z.number().int(),
  error: z.string().nullable(),
  requestedAt: instantText,
  requestedBy: z.string(),
  finishedAt: instantText.nullable(),
});
export type HealthBackcast = z.infer<typeof healthBackcastSchema>;

const slugParams = z.object({ slug: z.string().min(1).max(60).describe("Slug or id of the score") });
const params = z.object({ id: z.uuid() });

export const listHealthBackcasts = endpoint({
  method: "GET",
  path: "/health-scores/:slug/backcasts",
  summary: "List the back-casts of a score, newest first",
  params: slugParams,
  response: z.object({ items: z.array(healthBackcastSchema), nextCursor: z.null() }),
});
export const castHealthBack = endpoint({
  method: "POST",
  path: "/health-scores/:slug/backcasts",
  summary: "Work out what a model would have said in a past period, in the background",
  params: slugParams,
  body: z.object({
    version: z
      .number()
      .int()
      .min(1)
      .optional()
      .describe("A version of the score; its present one unless said"),
    model: healthModelSchema.optional().describe("A draft instead of a version"),
    from: dateText,
    to: dateText,
    step: z.enum(backcastSteps).default("week"),
  }),
  response: healthBackcastSchema,
  status: 201,
});
export const getHealthBackcast = endpoint({
  method: "GET",
  path: "/health-backcasts/:id",
  summary: "Read how far a back-cast is",
  params,
  response: healthBackcastSchema,
});
export const cancelHealthBackcast = endpoint({
  method: "POST",
  path: "/health-backcasts/:id/cancellation",
  summary: "Cancel a back-cast that is running; the days it has done stay",
  params,
  response: healthBackcastSchema,
});

/** By what is told who left: renewals that ended; ARR down to zero or set to churned; an event. */
export const backTestBases = ["renewals", "departures", "events"] as const;
export type BackTestBasis = (typeof backTestBases)[number];

const rate = z.number().nullable();
const look = z.object({
  daysBefore: z.number().int(),
  judged: z
    .number()
    .int()
    .describe("Renewals that ended, or accounts in quarters, with a score of the account then"),
  churned: z.number().int(),
  withoutScore: z.number().int().describe("Those whose account had none then"),
  flagged: z.number().int().describe("Of those judged, with the worst label"),
  flaggedChurned: z.number().int(),
  precision: rate.describe("Of those flagged, the share that churned"),
  recall: rate.describe("Of those that churned, the share flagged"),
  lift: rate.describe("Precision against the share of all that churned"),
  auc: rate.describe("How often one that churned had the lower score than one that stayed; 0.5 is chance"),
  calibration: z
    .array(z.object({ from: z.number(), to: z.number(), count: z.number().int(), churned: z.number().int() }))
    .describe("By the score, ten points each: how many ended, how many of them churned"),
  measures: z
    .array(
      z.object({
        slug: z.string(),
        place: z.string(),
        judged: z.number().int(),
        auc: rate,
        meanChurned: rate,
        meanStayed: rate,
      }),
    )
    .describe("Each measure by itself, by its points then"),
  greenChurned: z
    .array(
      z.object({
        accountId: z.uuid(),
        name: z.string(),
        renewalId: z.uuid().nullable().describe("Null where accounts are judged by quarters"),
        on: dateText.describe("The day the renewal was due, or the account left"),
        arr: z.string().describe("What was to be renewed, or its ARR when the quarter began"),
        currency: z.string(),
        value: z.number(),
        wouldHaveCaught: z
          .array(z.object({ place: z.string(), points: z.number() }))
          .describe("Measures that were poor though the score was green, the poorest first"),
      }),
    )
    .describe("The best label, and churned all the same"),
});
export const testHealthBackcast = endpoint({
  method: "GET",
  path: "/health-backcasts/:id/test",
  summary: "Judge a back-cast by who really left: by its score 90 and 180 days before",
  params,
  query: z.object({
    by: z
      .enum(backTestBases)
      .default("renewals")
      .describe(
        "renewals: those that ended. departures: each account in each quarter, left if its ARR came to zero or a person set it to churned. events: the same, left at its first event of that name",
      ),
    event: z.string().trim().min(1).max(200).optional().describe("Name of the event, with by=events"),
  }),
  response: z.object({ looks: z.array(look) }),
});
export type HealthBackTest = z.infer<typeof testHealthBackcast.response>;

export const getHealthBackcastDays = endpoint({
  method: "GET",
  path: "/health-backcasts/:id/days",
  summary: "Read how many accounts would have had each label, day by day",
  params,
  response: z.object({
    items: z.array(
      z.object({
        on: dateText,
        labels: z.array(z.object({ label: z.string().nullable(), accounts: z.number().int() })),
      }),
    ),
    nextCursor: z.null(),
  }),
});

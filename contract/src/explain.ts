import { z } from "zod";
import { dateText, endpoint, idParams, instantText, momentText } from "./endpoint.ts";

/** One reason, with those it is made of. */
export type Reason = {
  /** What is asked or measured, in plain English. */
  label: string;
  /** Whether a condition holds; null is unknown, because something is missing. Absent where nothing is asked. */
  result?: boolean | null | undefined;
  /** What was there. */
  seen?: unknown;
  /** What it was compared with. */
  asked?: unknown;
  /** 0–100, of a measure or a group; null when it has no data. */
  points?: number | null | undefined;
  /** Its share of the whole in percent, after what has no data was left out. */
  weightPct?: number | undefined;
  /** What it adds to the score. */
  contribution?: number | null | undefined;
  /** Further words: who said so, why it counts, what is missing. */
  note?: string | undefined;
  /** Where it stands in the rule's JSON. */
  path?: string | undefined;
  /** The record it is about, when that is another one. */
  id?: string | undefined;
  children?: Reason[] | undefined;
};

export const reasonSchema: z.ZodType<Reason> = z.lazy(() =>
  z.object({
    label: z.string(),
    result: z.boolean().nullable().optional(),
    seen: z.unknown().optional(),
    asked: z.unknown().optional(),
    points: z.number().nullable().optional(),
    weightPct: z.number().optional(),
    contribution: z.number().nullable().optional(),
    note: z.string().optional(),
    path: z.string().optional(),
    id: z.string().optional(),
    children: z.array(reasonSchema).optional(),
  }),
);

export const explanationSchema = z.object({
  of: z.string(),
  /** The answer in one sentence: “In At risk: Overall is less than 40”. */
  summary: z.string(),
  /** The value explained: membership, a score, a trait's value. */
  value: z.unknown(),
  reason: reasonSchema,
});
export type Explanation = z.infer<typeof explanationSchema>;

/** A fact that was recorded after the day it changes. */
export const lateFact = z.object({
  what: z.string(),
  effectiveOn: dateText.describe("The day the fact is of"),
  recordedAt: instantText,
  by: z.string().nullable(),
});

export const getAccountRestated = endpoint({
  method: "GET",
  path: "/accounts/:id/restated",
  summary: "Read which figures of an account were known otherwise on a past day",
  description:
    "Facts are applied at their own time: a contract entered late or events that arrive late change what is told of the past. " +
    "Each figure that they change stands here as it was known when the day was over, and as it is known now.",
  params: idParams,
  query: z.object({ asOf: momentText }),
  response: z.object({
    asOf: instantText,
    items: z.array(
      z.object({
        field: z.string().describe("The field's slug"),
        label: z.string(),
        type: z.enum(["currency", "number"]),
        knownThen: z.union([z.string(), z.number()]).nullable(),
        knownNow: z.union([z.string(), z.number()]).nullable(),
        causes: z.array(lateFact).describe("The latest first"),
      }),
    ),
    notes: z
      .array(z.object({ what: z.string(), on: dateText.describe("The day of the last of it") }))
      .describe("What was brought in as a whole later"),
  }),
  readsPast: true,
});

export const explainAccount = endpoint({
  method: "GET",
  path: "/accounts/:id/explain",
  summary: "Explain a value of an account as a tree of reasons",
  description:
    "Of `segment:slug`, `health:slug`, `trait:slug` and what other parts of the product explain. Of an earlier day a health score " +
    "is explained by what was computed then: the points of its measures as they were kept, with the weights of the model's version of that day.",
  params: idParams,
  query: z.object({
    of: z.string().min(3).max(200).describe("Such as health:overall or segment:at_risk"),
    asOf: momentText.optional().describe("Of health scores: as it was then"),
  }),
  response: explanationSchema,
  readsPast: true,
});

import { z } from "zod";
import { dateText, endpoint, idParams } from "./endpoint.ts";

export const workKinds = [
  { value: "indicator", label: "Indicator" },
  { value: "risk", label: "Risk" },
  { value: "renewal", label: "Renewal" },
  { value: "conversation", label: "Conversation" },
  { value: "meeting", label: "Meeting" },
  { value: "task", label: "Task" },
] as const;
export type WorkKind = (typeof workKinds)[number]["value"];

const share = z.number().min(0).max(1);
/**
 * How waiting work is ranked: priority = ARR at stake × chance that acting now changes the outcome × urgency.
 * Chances are shares (0–1). Urgency is a factor by the days until something is due: given for what is overdue, due
 * today, in 7 days, and in `laterDays` days or more; in between it falls evenly from one to the next.
 */
export const formulaSchema = z.object({
  chances: z.object({
    indicatorHigh: share,
    indicatorMedium: share,
    indicatorLow: share,
    risk: share,
    renewal: share,
    conversation: share,
    meeting: share.default(0.2),
    task: share,
  }),
  urgency: z.object({
    overdue: z.number().min(0).max(10),
    today: z.number().min(0).max(10),
    week: z.number().min(0).max(10).describe("Due in 7 days, or on no day"),
    later: z.number().min(0).max(10).describe("Due in `laterDays` days or more"),
    laterDays: z.number().int().min(8).max(365).default(30),
  }),
  arrFloor: z.number().min(0).describe("Counted for accounts with less ARR, so that they are not forgotten"),
});
export type PriorityFormula = z.infer<typeof formulaSchema>;

export const workItemSchema = z.object({
  kind: z.enum(workKinds.map((kind) => kind.value)),
  id: z.uuid(),
  accountId: z.uuid(),
  accountName: z.string(),
  title: z.string(),
  detail: z.string().nullable(),
  tone: z.enum(["neutral", "good", "warn", "bad", "accent"]),
  ownerId: z.uuid().nullable(),
  dueOn: dateText.nullable(),
  arrAtStake: z.string().describe("Exact decimal in the reporting currency"),
  chance: z.number(),
  urgency: z.number(),
  priority: z.number().describe("ARR at stake × chance × urgency, in the reporting currency"),
});
export type WorkItem = z.infer<typeof workItemSchema>;

export const getToday = endpoint({
  method: "GET",
  path: "/today",
  summary: "Read the ranked queue of what waits for somebody",
  query: z.object({
    scope: z
      .enum(["mine", "team", "everyone"])
      .default("mine")
      .describe("team: everybody below one, over all steps; everyone: what nobody owns, too"),
    ownerId: z.uuid().optional().describe("One person of the scope"),
    kind: z.enum(workKinds.map((kind) => kind.value)).optional(),
  }),
  response: z.object({
    items: z.array(workItemSchema),
    totalCount: z.number().int().describe("Of all that waits; the first 500 are given"),
    arrAtStake: z.string().describe("Of the accounts concerned, each counted once"),
    doneCount: z.number().int().describe("What was done today"),
    people: z.array(z.object({ id: z.uuid(), name: z.string(), count: z.number().int() })),
    formula: formulaSchema,
  }),
});
export const putTodayFormula = endpoint({
  method: "PUT",
  path: "/today/formula",
  summary: "Change how waiting work is ranked",
  body: formulaSchema,
  response: formulaSchema,
});
export const raiseHand = endpoint({
  method: "POST",
  path: "/accounts/:id/raised-hands",
  summary: "Ask one's manager for help with one account",
  description: "The manager is told and gets a task, due tomorrow.",
  params: idParams,
  body: z.object({ message: z.string().trim().min(1).max(2_000) }),
  response: z.object({ taskId: z.uuid(), managerId: z.uuid() }),
  status: 201,
});

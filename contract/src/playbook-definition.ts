import { ruleJson } from "@perennial/rules";
import { z } from "zod";
import { dateText, slugText } from "./endpoint.ts";
import { senderSchema } from "./templates.ts";

/** Names a step inside one playbook. */
const stepId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,59}$/, "lower-case letters, digits and -, beginning with a letter");
const templateSlug = z.string().min(1).max(100).describe("Slug of the template");
const indicatorSlug = slugText.describe("Slug of the indicator's definition");
const segmentSlug = slugText.describe("Slug of the segment");

/** Who a playbook's message is sent as. */
export const playbookSender = z.union([
  z
    .object({ kind: z.literal("renewal-owner") })
    .describe("Who owns the run's renewal; else the template's sender"),
  senderSchema,
]);

/** What each kind of step is set up with. */
export const stepSettings = {
  "add-to-segment": z.object({ segment: segmentSlug }),
  "remove-from-segment": z.object({ segment: segmentSlug }),
  "create-project": z.object({ template: templateSlug }),
  "start-conversation": z.object({
    template: templateSlug,
    sender: playbookSender.optional().describe("Default: the template's sender"),
    stakeholderRoles: z.array(z.string().max(40)).max(10).optional().describe("Default: the template's"),
    isHeld: z.boolean().optional().describe("Each message waits for a person's release"),
  }),
  "reply-in-conversation": z.object({
    conversation: stepId.describe("The step that started the conversation"),
    template: templateSlug,
    evenIfAnswered: z.boolean().default(false).describe("Also when the customer has answered meanwhile"),
  }),
  "wait-for-answer": z.object({
    conversation: stepId.describe("The step that started the conversation"),
    days: z.number().int().min(1).max(365).describe("Goes on without an answer after so many days"),
  }),
  wait: z.object({
    until: z.discriminatedUnion("kind", [
      z.object({
        kind: z.literal("duration"),
        days: z.number().int().min(0).max(3650),
        hours: z.number().int().min(0).max(23).default(0),
      }),
      z.object({ kind: z.literal("date"), date: dateText }),
      z.object({
        kind: z.literal("renewal-due"),
        days: z.number().int().min(-3650).max(3650).describe("Negative: before the renewal is due"),
      }),
    ]),
  }),
  branch: z.object({
    cases: z
      .array(z.object({ key: stepId, label: z.string().trim().min(1).max(100), rule: ruleJson }))
      .min(1)
      .max(20)
      .describe("The first whose rule is true is taken, else the outlet `else`"),
  }),
  "set-renewal-stage": z.object({
    stage: z.string().min(1).max(60).describe("Slug of an open renewal stage"),
    stampsNoticeSent: z
      .boolean()
      .default(false)
      .describe("Also sets Renewal Notice Sent to today, unless it is set"),
  }),
  "set-trait": z.object({
    trait: slugText,
    value: z.discriminatedUnion("kind", [
      z.object({
        kind: z.literal("fixed"),
        value: z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()]),
      }),
      z.object({ kind: z.literal("today") }),
    ]),
  }),
  "create-task": z.object({
    title: z.string().trim().min(1).max(500).describe("Text with Liquid variables"),
    description: z.string().max(20_000).optional(),
    assigneeRole: z.string().max(40).optional().describe("Key role whose holder gets it"),
    dueInDays: z.number().int().min(0).max(365).optional(),
    priority: z.enum(["low", "normal", "high"]).optional(),
  }),
  "raise-indicator": z.object({
    indicator: indicatorSlug,
    message: z.string().trim().max(2_000).optional().describe("Default: the indicator's own message"),
  }),
  "clear-indicator": z.object({
    indicator: indicatorSlug,
    whatWasDone: z
      .string()
      .trim()
      .max(2_000)
      .optional()
      .describe("Addresses it with these words, instead of clearing it without any"),
  }),
  stop: z.object({ reason: z.string().trim().max(500).optional() }),
} as const;
export type StepKindName = keyof typeof stepSettings;
export const stepKindNames = Object.keys(stepSettings) as [StepKindName, ...StepKindName[]];
export type StepSettings<K extends StepKindName> = z.output<(typeof stepSettings)[K]>;

/** One step: what it does, and by outlet which step follows; null or absent ends the run. */
export const stepSchema = z.object({
  id: stepId,
  kind: z.enum(stepKindNames),
  settings: z.record(z.string(), z.unknown()).describe("By kind; see GET /playbook-steps"),
  next: z
    .record(z.string(), stepId.nullable())
    .default({})
    .describe("By outlet: `next`, `answered`, `timed-out`, a case, `else`"),
});
export type PlaybookStep = z.output<typeof stepSchema>;

/** What each kind of trigger is set up with. */
export const triggerSettings = {
  "segment-entered": z.object({ kind: z.literal("segment-entered"), segment: segmentSlug }),
  "rule-matches": z.object({ kind: z.literal("rule-matches"), rule: ruleJson }),
  "indicator-raised": z.object({ kind: z.literal("indicator-raised"), indicator: indicatorSlug }),
  "indicator-cleared": z.object({ kind: z.literal("indicator-cleared"), indicator: indicatorSlug }),
  "by-hand": z.object({ kind: z.literal("by-hand") }),
} as const;
export type TriggerKindName = keyof typeof triggerSettings;
export const triggerSchema = z.discriminatedUnion("kind", [
  triggerSettings["segment-entered"],
  triggerSettings["rule-matches"],
  triggerSettings["indicator-raised"],
  triggerSettings["indicator-cleared"],
  triggerSettings["by-hand"],
]);
export type PlaybookTrigger = z.output<typeof triggerSchema>;

export const enrolmentSchema = z.object({
  policy: z
    .enum(["once", "each-time"])
    .default("once")
    .describe("once: never again; each-time: when no run is under way"),
  notWithinDays: z
    .number()
    .int()
    .min(1)
    .max(3650)
    .optional()
    .describe("With each-time: not again within so many days"),
  includesChurned: z.boolean().default(false).describe("Also churned and ignored accounts"),
});

/** All that a playbook does, as one version. */
export const definitionSchema = z.object({
  object: z.literal("account").default("account"),
  trigger: triggerSchema,
  enrolment: enrolmentSchema.default({ policy: "once", includesChurned: false }),
  endsWhenLeft: z
    .boolean()
    .default(false)
    .describe("A run stops when the account no longer matches the trigger"),
  first: stepId.describe("The step a run begins with"),
  steps: z.array(stepSchema).min(1).max(200),
});
export type PlaybookDefinition = z.output<typeof definitionSchema>;
export type PlaybookDefinitionInput = z.input<typeof definitionSchema>;

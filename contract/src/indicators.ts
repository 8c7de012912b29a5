import { ruleJson } from "@perennial/rules";
import { z } from "zod";
import { accountReference } from "./contacts.ts";
import { dateText, endpoint, idParams, instantText, slugText } from "./endpoint.ts";
import type { FieldSpec } from "./fields.ts";
import { recordEndpoints } from "./records.ts";
import { passSchema } from "./segments.ts";

export const polarities = [
  { value: "risk", label: "Risk", tone: "bad" },
  { value: "opportunity", label: "Opportunity", tone: "good" },
  { value: "data", label: "Data", tone: "neutral" },
] as const;
export const severities = [
  { value: "low", label: "Low", tone: "neutral" },
  { value: "medium", label: "Medium", tone: "warn" },
  { value: "high", label: "High", tone: "bad" },
] as const;
export const indicatorStatuses = [
  { value: "open", label: "Open", tone: "warn" },
  { value: "addressed", label: "Addressed", tone: "good" },
  { value: "cleared", label: "Cleared", tone: "neutral" },
] as const;
const polarity = z.enum(["risk", "opportunity", "data"]);
const severity = z.enum(["low", "medium", "high"]);

/** How many days before a period a risk indicator may have been settled and still say something of its renewals. */
export const indicatorReachDays = 180;

/** Built-in fields of an indicator. */
export const indicatorFields = [
  { slug: "accountId", label: "Account", type: "account", isReadOnly: true },
  { slug: "definition", label: "Definition", type: "text", isReadOnly: true },
  { slug: "polarity", label: "Polarity", type: "select", options: polarities, isReadOnly: true },
  { slug: "severity", label: "Severity", type: "select", options: severities, isReadOnly: true },
  { slug: "status", label: "Status", type: "select", options: indicatorStatuses, isReadOnly: true },
  { slug: "message", label: "What it says", type: "long-text", isReadOnly: true },
  { slug: "ownerId", label: "Owner", type: "teammate" },
  { slug: "dueOn", label: "Due", type: "date" },
  { slug: "raisedAt", label: "Raised", type: "instant", isReadOnly: true },
  { slug: "snoozedUntil", label: "Snoozed until", type: "instant", isReadOnly: true },
  { slug: "settledAt", label: "Settled", type: "instant", isReadOnly: true },
] as const satisfies readonly FieldSpec[];

const evidenceSchema = z.object({
  sentence: z.string().describe("The condition as it stood"),
  seen: z.array(z.object({ field: z.string(), label: z.string(), value: z.unknown() })),
});

export const indicators = recordEndpoints({
  plural: "indicators",
  keepsPast: true,
  label: "indicator",
  fields: indicatorFields,
  more: {
    name: z.string().describe("The definition's name"),
    accountName: z.string(),
    evidence: evidenceSchema.describe("What was seen at the moment it was raised"),
    raisedBy: z.string(),
    raisedCount: z.number().int().describe("How often the condition came true while it was open"),
    isSnoozed: z.boolean(),
    snoozeReason: z.string().nullable(),
    settledBy: z.string().nullable(),
    whatWasDone: z.string().nullable(),
    became: z
      .object({
        kind: z.enum(["risk", "task", "playbook-run"]),
        id: z.string(),
        title: z.string().nullable().describe("The risk's summary, the task's title or the playbook's name"),
        playbookId: z.string().nullable().describe("Of a playbook run: its playbook"),
      })
      .nullable()
      .describe("What it was turned into"),
  },
  moreInput: {
    account: accountReference.optional(),
    definition: z.string().max(40).optional().describe("Slug of the definition to raise by hand"),
    message: z.string().trim().max(2_000).optional().describe("Default: the definition's message"),
  },
});
export type Indicator = z.infer<typeof indicators.record>;

export const addressIndicator = endpoint({
  method: "PUT",
  path: "/indicators/:id/addressing",
  summary: "Say what was done about one indicator",
  description: "It is then settled, and raised again only when the quiet period is over.",
  params: idParams,
  body: z.object({ whatWasDone: z.string().trim().min(1).max(2_000) }),
  response: indicators.record,
});
export const snoozeIndicator = endpoint({
  method: "PUT",
  path: "/indicators/:id/snooze",
  summary: "Put one indicator off until a day",
  description: "It comes back at the beginning of that day where the account is.",
  params: idParams,
  body: z.object({ until: dateText, reason: z.string().trim().min(1).max(500) }),
  response: indicators.record,
});
export const wakeIndicator = endpoint({
  method: "DELETE",
  path: "/indicators/:id/snooze",
  summary: "End the snooze of one indicator",
  params: idParams,
  response: indicators.record,
});
export const reopenIndicator = endpoint({
  method: "DELETE",
  path: "/indicators/:id/addressing",
  summary: "Open one settled indicator again",
  params: idParams,
  response: indicators.record,
});

/** Who gets it. */
export const ownerRuleSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("key-role"), role: slugText }).describe("The account's holder of a key role"),
  z.object({ kind: z.literal("renewal-owner") }).describe("Who owns the next renewal, else the CSM"),
  z.object({ kind: z.literal("manager"), role: slugText }).describe("The manager of a key role's holder"),
  z
    .object({ kind: z.literal("team"), team: z.string().trim().min(1).max(100) })
    .describe("Who of the team works the account, else who of it has the fewest open indicators"),
  z.object({ kind: z.literal("teammate"), id: z.uuid() }),
]);

/** A number that is compared, apart from the rule, so that it can differ by segment. */
export const thresholdSchema = z.object({
  subject: z
    .string()
    .min(1)
    .max(200)
    .describe("A number of the account, such as metric:events_30d.changePct"),
  op: z.enum(["at-most", "at-least", "less-than", "greater-than"]),
  value: z.number(),
});
export type IndicatorThreshold = z.infer<typeof thresholdSchema>;
const zoneSchema = z.object({
  segment: slugText,
  value: z.number().nullable().describe("The segment's own threshold; null: never raised for it"),
});
/** When an open one is over by itself. */
const clearsSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("condition-ends") }),
  z.object({ kind: z.literal("rule"), rule: ruleJson }).describe("When another rule is true"),
  z.object({ kind: z.literal("addressed") }).describe("Only when a person addresses it"),
]);

const definitionFields = {
  name: z.string().trim().min(1).max(100),
  description: z.string().trim().max(2_000),
  polarity,
  severity,
  rule: ruleJson.nullable().describe("What must be true besides the threshold"),
  threshold: thresholdSchema.nullable(),
  zones: z.array(zoneSchema).max(50).describe("The first segment that holds the account decides"),
  owner: ownerRuleSchema,
  dueInDays: z.number().int().min(0).max(365),
  message: z.string().trim().min(1).max(2_000).describe("Text with Liquid variables"),
  clears: clearsSchema,
  quietDays: z.number().int().min(0).max(365).describe("Not raised again so many days after it was settled"),
  slackChannel: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .nullable()
    .describe("A channel of Slack in which it is told, besides its owner"),
};
const hasCondition = (given: { rule?: unknown; threshold?: unknown }) =>
  (given.rule ?? null) !== null || (given.threshold ?? null) !== null;

export const indicatorDefinitionInput = z
  .object({
    slug: slugText,
    name: definitionFields.name,
    description: definitionFields.description.default(""),
    polarity,
    severity: severity.default("medium"),
    rule: definitionFields.rule.default(null),
    threshold: definitionFields.threshold.default(null),
    zones: definitionFields.zones.default([]),
    owner: definitionFields.owner.default({ kind: "key-role", role: "csm" }),
    dueInDays: definitionFields.dueInDays.default(7),
    message: definitionFields.message,
    clears: definitionFields.clears.default({ kind: "condition-ends" }),
    quietDays: definitionFields.quietDays.default(14),
    slackChannel: definitionFields.slackChannel.default(null),
  })
  .refine(hasCondition, { message: "give a rule, a threshold or both", path: ["rule"] });
export const indicatorDefinitionPatch = z.object(definitionFields).partial();

export const indicatorDefinitionSchema = z.object({
  id: z.uuid(),
  slug: slugText,
  ...definitionFields,
  sentence: z.string().nullable().describe("The whole condition in plain English"),
  problems: z.array(z.object({ path: z.string(), message: z.string() })),
  isShipped: z.boolean(),
  openCount: z.number().int(),
  holdsCount: z.number().int().describe("Accounts of which the condition is true"),
  waitsFor: z
    .string()
    .nullable()
    .describe("What is missing where no account has the number that is compared; else null"),
  pass: passSchema.nullable(),
  createdAt: instantText,
  updatedAt: instantText,
  archivedAt: instantText.nullable(),
});
export type IndicatorDefinition = z.infer<typeof indicatorDefinitionSchema>;

/** A shipped definition that cannot be asked yet; it is there by itself once what it reads is. */
const waitingDefinitionSchema = z.object({
  slug: slugText,
  name: z.string(),
  description: z.string(),
  polarity,
  waitsFor: z.string().describe("What has to be there, and how it can be"),
});
export type WaitingIndicator = z.infer<typeof waitingDefinitionSchema>;

const slugParams = z.object({ slug: z.string().min(1).max(60).describe("Slug or id") });
export const listIndicatorDefinitions = endpoint({
  method: "GET",
  path: "/indicator-definitions",
  summary: "List the definitions of indicators",
  query: z.object({ archived: z.enum(["true", "false"]).default("false") }),
  response: z.object({
    items: z.array(indicatorDefinitionSchema),
    nextCursor: z.null(),
    waiting: z
      .array(waitingDefinitionSchema)
      .describe("Shipped ones whose data the company does not have yet"),
  }),
});
export const getIndicatorDefinition = endpoint({
  method: "GET",
  path: "/indicator-definitions/:slug",
  summary: "Read one definition of an indicator",
  params: slugParams,
  response: indicatorDefinitionSchema,
});
export const createIndicatorDefinition = endpoint({
  method: "POST",
  path: "/indicator-definitions",
  summary: "Define an indicator",
  description: "It is raised at once for every account of which the condition is true.",
  body: indicatorDefinitionInput,
  response: indicatorDefinitionSchema,
  status: 201,
});
export const updateIndicatorDefinition = endpoint({
  method: "PATCH",
  path: "/indicator-definitions/:slug",
  summary: "Change the definition of an indicator",
  params: slugParams,
  body: indicatorDefinitionPatch,
  response: indicatorDefinitionSchema,
});
export const archiveIndicatorDefinition = endpoint({
  method: "DELETE",
  path: "/indicator-definitions/:slug",
  summary: "Archive the definition of an indicator",
  description: "Its open indicators are cleared.",
  params: slugParams,
  response: indicatorDefinitionSchema,
});
export const restoreIndicatorDefinition = endpoint({
  method: "POST",
  path: "/indicator-definitions/:slug/restoration",
  summary: "Restore the definition of an indicator",
  params: slugParams,
  response: indicatorDefinitionSchema,
});

export const turnIntoSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("risk"),
    rootCause: slugText,
    tier: z.enum(["1", "2", "3"]).default("1"),
    summary: z.string().trim().min(1).max(500).optional(),
  }),
  z.object({
    kind: z.literal("task"),
    title: z.string().trim().min(1).max(500).optional().describe("Default: the indicator's message"),
    assigneeId: z.uuid().nullable().optional().describe("Default: the indicator's owner"),
    dueOn: dateText.optional().describe("Default: the day the indicator is due"),
  }),
  z.object({ kind: z.literal("playbook-run"), playbookId: z.uuid() }),
]);
export const turnIndicator = endpoint({
  method: "POST",
  path: "/indicators/:id/conversion",
  summary: "Turn one indicator into a risk, a task or a playbook run",
  description: "It is then addressed and says what it became.",
  params: idParams,
  body: turnIntoSchema,
  response: indicators.record,
});
export const undoConversion = endpoint({
  method: "DELETE",
  path: "/indicators/:id/conversion",
  summary: "Take back what one indicator became, and open it again",
  description:
    "The risk or task is archived, the playbook run stopped. Refused once somebody has worked on the risk or task; what a run has done stays.",
  params: idParams,
  response: indicators.record,
});

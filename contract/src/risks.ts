import { ruleJson } from "@perennial/rules";
import { z } from "zod";
import { accountReference } from "./contacts.ts";
import { dateText, decimalText, endpoint, idParams, instantText, slugText } from "./endpoint.ts";
import type { FieldSpec } from "./fields.ts";
import { recordEndpoints } from "./records.ts";
import { timelineItem } from "./timeline.ts";

export const riskStatuses = [
  { value: "open", label: "Open", tone: "bad" },
  { value: "monitoring", label: "Monitoring", tone: "warn" },
  { value: "saved", label: "Saved", tone: "good" },
  { value: "lost", label: "Lost", tone: "bad" },
  { value: "withdrawn", label: "Withdrawn", tone: "neutral" },
] as const;
export const riskTierOptions = [
  { value: "1", label: "1 Note", tone: "neutral" },
  { value: "2", label: "2 Manager", tone: "warn" },
  { value: "3", label: "3 Cross-functional", tone: "bad" },
] as const;
export const riskRecurrences = [
  { value: "same-cause", label: "Of the same cause", tone: "bad" },
  { value: "soon-after", label: "Soon after another", tone: "warn" },
] as const;
/** The function in which the owner's manager drives a risk, from tier 2 on. */
export const managerFunction = "Manager";

/** Built-in fields of a risk. Root causes are definitions of their own. */
export const riskFields = [
  { slug: "accountId", label: "Account", type: "account", isReadOnly: true },
  { slug: "summary", label: "Summary", type: "text", isRequired: true },
  { slug: "rootCause", label: "Root cause", type: "select", isRequired: true },
  { slug: "secondaryCauses", label: "Secondary causes", type: "multi-select" },
  { slug: "tier", label: "Tier", type: "select", options: riskTierOptions, isReadOnly: true },
  { slug: "status", label: "Status", type: "select", options: riskStatuses, isReadOnly: true },
  { slug: "ownerId", label: "Owner", type: "teammate" },
  { slug: "arrAtRisk", label: "ARR at risk", type: "currency" },
  { slug: "arrSaved", label: "ARR saved", type: "currency", isReadOnly: true },
  { slug: "arrLost", label: "ARR lost", type: "currency", isReadOnly: true },
  { slug: "nextStep", label: "Next step", type: "text" },
  { slug: "nextStepOn", label: "Next step on", type: "date" },
  { slug: "reviewedOn", label: "Reviewed on", type: "date", isReadOnly: true },
  { slug: "nextReviewOn", label: "Next review", type: "date" },
  {
    slug: "recurrence",
    label: "Comes back",
    type: "select",
    options: riskRecurrences,
    isReadOnly: true,
  },
  { slug: "foundBy", label: "Found by", type: "text", isReadOnly: true },
  { slug: "raisedAt", label: "Raised", type: "instant", isReadOnly: true },
  { slug: "leftAt", label: "Left", type: "instant", isReadOnly: true },
  { slug: "outcomeNote", label: "How it ended", type: "long-text", isReadOnly: true },
] as const satisfies readonly FieldSpec[];

export const riskAskSchema = z.object({
  id: z.uuid(),
  riskId: z.uuid(),
  department: z.string(),
  request: z.string(),
  ownerId: z.uuid().nullable(),
  dueOn: dateText.nullable(),
  effortHours: z.number().nullable(),
  status: z.enum(["open", "done", "declined"]),
  answer: z.string().nullable(),
  askedBy: z.string(),
  createdAt: instantText,
});
export type RiskAsk = z.infer<typeof riskAskSchema>;

export const risks = recordEndpoints({
  plural: "risks",
  keepsPast: true,
  label: "risk",
  fields: riskFields,
  more: {
    accountName: z.string(),
    region: z.string().nullable(),
    renewalId: z.uuid().nullable(),
    indicatorId: z.uuid().nullable().describe("The indicator that found it first"),
    recurrenceOfId: z.uuid().nullable().describe("The earlier risk of the account that it comes back from"),
    foundByName: z.string().nullable().describe("Of what found it, in words; null: people did"),
    projectId: z.uuid().nullable().describe("The plan"),
    drivers: z.record(z.string(), z.string()).describe("Who drives it in each function, by function"),
    raisedBy: z.string().nullable(),
    ageDays: z.number().int(),
    reviewOverdueDays: z.number().int().describe("0 when the review is not overdue"),
    renewsOn: dateText.nullable(),
    owedNoteTemplateId: z
      .uuid()
      .nullable()
      .describe(
        "The note template of its tier, while nobody has written that note; the first review answers it",
      ),
    asks: z.array(riskAskSchema),
  },
  moreInput: {
    account: accountReference.optional(),
    tier: z.enum(["1", "2", "3"]).optional().describe("Of a new risk; later PUT /risks/:id/tier"),
    renewalId: z.uuid().nullish(),
    indicatorId: z.uuid().nullish(),
    projectId: z.uuid().nullish(),
    drivers: z.record(z.string().max(60), z.uuid()).optional(),
    raisedBy: z.string().max(200).nullish(),
    note: z
      .object({ fields: z.record(z.string(), z.string().max(20_000)) })
      .optional()
      .describe(
        "Of a new risk: answers to the note template of its tier; what that requires must be answered",
      ),
  },
});
export type Risk = z.infer<typeof risks.record>;

export const setRiskTier = endpoint({
  method: "PUT",
  path: "/risks/:id/tier",
  summary: "Move one risk to another tier",
  description:
    "From tier 2 on the owner's manager is added and told; at tier 3 open asks go to their departments.",
  params: idParams,
  body: z.object({ tier: z.enum(["1", "2", "3"]), reason: z.string().trim().min(1).max(2_000) }),
  response: risks.record,
});
export const reviewRisk = endpoint({
  method: "PUT",
  path: "/risks/:id/review",
  summary: "Record that one risk was reviewed",
  params: idParams,
  body: z.object({
    note: z.string().trim().min(1).max(20_000),
    status: z.enum(["open", "monitoring"]).optional(),
    nextStep: z.string().trim().max(500).nullish(),
    nextStepOn: dateText.nullish(),
    nextReviewOn: dateText.optional().describe("Default: after the tier's interval"),
    templateId: z
      .uuid()
      .optional()
      .describe("A note template; the fields it requires must be answered. Default: the one the risk owes"),
    fields: z.record(z.string(), z.string().max(20_000)).optional(),
  }),
  response: risks.record,
});
export const leaveRisk = endpoint({
  method: "PUT",
  path: "/risks/:id/outcome",
  summary: "Say how one risk ended",
  params: idParams,
  body: z.object({
    status: z.enum(["saved", "lost", "withdrawn"]),
    note: z.string().trim().min(1).max(20_000),
    arr: decimalText.optional().describe("ARR saved or lost; default: the ARR at risk"),
  }),
  response: risks.record,
});
export const reopenRisk = endpoint({
  method: "DELETE",
  path: "/risks/:id/outcome",
  summary: "Open one risk again",
  params: idParams,
  response: risks.record,
});
export const riskTimeline = endpoint({
  method: "GET",
  path: "/risks/:id/timeline",
  summary:
    "Read what happened with one risk, newest first: moves with their reasons, reviews, decisions, asks",
  params: idParams,
  query: z.object({}),
  response: z.object({ items: z.array(timelineItem), nextCursor: z.null() }),
});
const askInput = z.object({
  department: z.string().trim().min(1).max(100),
  request: z.string().trim().min(1).max(5_000),
  ownerId: z.uuid().nullish(),
  dueOn: dateText.nullish(),
  effortHours: z.number().min(0).max(10_000).nullish(),
});
export const createRiskAsk = endpoint({
  method: "POST",
  path: "/risks/:id/asks",
  summary: "Ask another department for help with one risk",
  params: idParams,
  body: askInput,
  response: risks.record,
  status: 201,
});
export const updateRiskAsk = endpoint({
  method: "PATCH",
  path: "/risk-asks/:id",
  summary: "Change or answer one ask",
  params: idParams,
  body: askInput
    .extend({ status: z.enum(["open", "done", "declined"]), answer: z.string().trim().max(5_000).nullish() })
    .partial(),
  response: risks.record,
});

export const rootCauseSchema = z.object({
  slug: slugText,
  name: z.string().trim().min(1).max(100),
  category: z.string().trim().min(1).max(60),
});
export type RootCause = z.infer<typeof rootCauseSchema>;
const rootCauseList = z.object({ items: z.array(rootCauseSchema), nextCursor: z.null() });
export const listRootCauses = endpoint({
  method: "GET",
  path: "/risk-root-causes",
  summary: "List the root causes of risks, in order",
  response: rootCauseList,
});
export const putRootCauses = endpoint({
  method: "PUT",
  path: "/risk-root-causes",
  summary: "Replace the list of root causes",
  description: "Those left out are archived: risks that name them keep them.",
  body: z.object({ items: z.array(rootCauseSchema).min(1).max(60) }),
  response: rootCauseList,
});
export const riskTierSchema = z.object({
  tier: z.number().int().min(1).max(3),
  name: z.string().trim().min(1).max(60),
  description: z.string().trim().max(500),
  reviewDays: z.number().int().min(1).max(365),
  escalatesAfterDays: z
    .number()
    .int()
    .min(1)
    .max(365)
    .nullable()
    .describe("A review so many days overdue raises the tier; null: never"),
  noteTemplate: z
    .string()
    .max(100)
    .nullable()
    .describe("Slug of the note template that the risk's first note answers; null: none is asked for"),
});
export type RiskTier = z.infer<typeof riskTierSchema>;
const tierList = z.object({ items: z.array(riskTierSchema), nextCursor: z.null() });
export const listRiskTiers = endpoint({
  method: "GET",
  path: "/risk-tiers",
  summary: "List the tiers of risks",
  response: tierList,
});
export const putRiskTiers = endpoint({
  method: "PUT",
  path: "/risk-tiers",
  summary: "Change the tiers of risks",
  body: z.object({ items: z.array(riskTierSchema).length(3) }),
  response: tierList,
});

export const riskDepartmentSchema = z.object({
  name: z.string().trim().min(1).max(60),
  leadId: z.uuid().nullable().describe("Gets the asks that name nobody"),
});
export type RiskDepartment = z.infer<typeof riskDepartmentSchema>;
const departmentList = z.object({ items: z.array(riskDepartmentSchema), nextCursor: z.null() });
export const listRiskDepartments = endpoint({
  method: "GET",
  path: "/risk-departments",
  summary: "List the departments that drive risks and are asked for help, in order",
  response: departmentList,
});
export const putRiskDepartments = endpoint({
  method: "PUT",
  path: "/risk-departments",
  summary: "Replace the list of departments",
  description: "Asks and risks keep the names of those left out.",
  body: z.object({ items: z.array(riskDepartmentSchema).min(1).max(40) }),
  response: departmentList,
});

export const riskSettingsSchema = z.object({
  recurrenceDays: z
    .number()
    .int()
    .min(1)
    .max(3_650)
    .describe(
      "Within so many days after an account was left by a risk, the next one comes back, whatever its cause",
    ),
});
export type RiskSettings = z.infer<typeof riskSettingsSchema>;
export const getRiskSettings = endpoint({
  method: "GET",
  path: "/risk-settings",
  summary: "Read the settings of the risk process",
  response: riskSettingsSchema,
});
export const putRiskSettings = endpoint({
  method: "PUT",
  path: "/risk-settings",
  summary: "Change the settings of the risk process",
  description: "Which risks come back is said anew of all there are.",
  body: riskSettingsSchema,
  response: riskSettingsSchema,
});

/** A region as people call it: accounts without one are reviewed together. */
export const regionName = (region: string): string => (region === "" ? "No region" : region);

export const agendaSchema = z.object({
  region: z.string(),
  since: instantText.nullable().describe("The last review of the region"),
  sections: z.array(
    z.object({
      key: z.enum(["new", "worsened", "asks", "renewing", "standing", "left"]),
      title: z.string(),
      items: z.array(
        z.object({
          riskId: z.uuid(),
          accountId: z.uuid(),
          accountName: z.string(),
          summary: z.string(),
          tier: z.string(),
          arrAtRisk: z.string().nullable(),
          why: z.string().describe("Why it stands in this section"),
        }),
      ),
    }),
  ),
  arrAtRisk: z.string(),
});
export type ReviewAgenda = z.infer<typeof agendaSchema>;
export const getRiskAgenda = endpoint({
  method: "GET",
  path: "/risk-reviews/agenda",
  summary: "Build the agenda of the next weekly review of a region",
  query: z.object({
    region: z.string().max(100).describe("As accounts name it; empty: of accounts without one"),
  }),
  response: agendaSchema,
});
const decisionSchema = z.object({ riskId: z.uuid(), text: z.string().trim().min(1).max(2_000) });
export const riskReviewSchema = z.object({
  id: z.uuid(),
  region: z.string(),
  heldAt: instantText,
  heldBy: z.string(),
  attendees: z.array(z.uuid()),
  agenda: agendaSchema,
  decisions: z.array(decisionSchema),
  minutes: z.string().describe("Plain text, as it was sent"),
  nextAt: instantText.nullable(),
});
export type RiskReview = z.infer<typeof riskReviewSchema>;
export const listRiskReviews = endpoint({
  method: "GET",
  path: "/risk-reviews",
  summary: "List the weekly reviews that were held, newest first",
  query: z.object({ region: z.string().max(100).optional() }),
  response: z.object({ items: z.array(riskReviewSchema), nextCursor: z.null() }),
});
export const holdRiskReview = endpoint({
  method: "POST",
  path: "/risk-reviews",
  summary: "Record the weekly review of a region and send its minutes",
  description: "Risks with a decision are reviewed; the minutes invite to the next one (ICS).",
  body: z.object({
    region: z.string().trim().max(100).describe("Empty: of accounts without one"),
    attendees: z.array(z.uuid()).max(50),
    decisions: z.array(decisionSchema).max(200),
    note: z.string().trim().max(20_000).default(""),
    nextAt: instantText.nullish(),
  }),
  response: riskReviewSchema.extend({
    mailedTo: z.number().int().describe("How many get the minutes by mail; 0 without SMTP or attendees"),
  }),
  status: 201,
});

export const listReviewRegions = endpoint({
  method: "GET",
  path: "/risk-reviews/regions",
  summary: "List the regions that are reviewed",
  response: z.object({
    items: z.array(
      z.object({
        region: z.string().describe("Empty: accounts without one"),
        accounts: z.number().int(),
        risks: z.number().int().describe("Under way"),
        lastHeldAt: instantText.nullable(),
      }),
    ),
    nextCursor: z.null(),
  }),
});
export type ReviewRegion = z.infer<typeof listReviewRegions.response>["items"][number];

const drillRule = ruleJson.describe("Lists the records counted, as a `filter`");
const reportGroup = z.object({
  key: z.string(),
  label: z.string(),
  count: z.number().int(),
  arr: z.string(),
  rule: drillRule,
});
const foundByGroup = reportGroup.extend({
  medianDaysAhead: z
    .number()
    .nullable()
    .describe("From the day it was found to the account's next renewal, median; null where none was due"),
});
export const riskReportSchema = z.object({
  rules: z
    .object({
      underWay: drillRule,
      reviewOverdue: drillRule,
      saved: drillRule,
      lost: drillRule,
      raised: drillRule,
      recurred: drillRule,
    })
    .describe("The risks behind the totals"),
  openCount: z.number().int(),
  arrAtRisk: z.string().describe("In the company's currency, as everything below"),
  overdueReviews: z.number().int(),
  byRootCause: z.array(reportGroup),
  byTier: z.array(reportGroup),
  byRegion: z.array(reportGroup),
  bySegment: z.array(reportGroup).describe("An account may be in several"),
  byAge: z.array(reportGroup.extend({ fromDays: z.number().int(), toDays: z.number().int().nullable() })),
  causeTrend: z
    .array(
      z.object({
        month: z.string().describe("`2027-03`"),
        category: z.string(),
        count: z.number().int(),
        arr: z.string(),
        rule: drillRule,
      }),
    )
    .describe("Risks raised in each of the last twelve months, by category of their root cause"),
  arrDueByQuarter: z
    .array(
      z.object({
        quarter: z.string().nullable().describe("`2027-Q1`; null: past their day without an outcome"),
        from: dateText.nullable(),
        to: dateText,
        dueArr: z.string(),
        atRiskArr: z.string(),
        dueRule: drillRule,
        atRiskRule: drillRule,
      }),
    )
    .describe("Open renewals due within twelve months and what of them belongs to accounts at risk"),
  from: dateText.describe("Saved and lost since"),
  savedCount: z.number().int(),
  savedArr: z.string(),
  lostCount: z.number().int(),
  lostArr: z.string(),
  medianDaysToSave: z.number().nullable(),
  raisedCount: z.number().int().describe("Raised since that day"),
  recurredCount: z.number().int().describe("Of those, the ones that came back"),
  serviceHours: z.number().describe("Effort of open asks"),
  hoursAsked: z
    .array(z.object({ month: z.string().nullable(), department: z.string(), hours: z.number() }))
    .describe("Effort of open asks by the month they are due in; null: without a date"),
  openAsks: z
    .array(
      riskAskSchema.extend({
        accountId: z.uuid(),
        accountName: z.string(),
        riskSummary: z.string(),
        isOverdue: z.boolean(),
      }),
    )
    .describe("By due date; at most a thousand"),
  foundBy: z.array(foundByGroup).describe("Indicators that found risks first; an empty key: people"),
});
export type RiskReport = z.infer<typeof riskReportSchema>;
export const getRiskReport = endpoint({
  method: "GET",
  path: "/risk-report",
  summary: "Report what is at risk, what was saved and what was lost",
  query: z.object({ from: dateText.optional().describe("Saved and lost since; default: a year ago") }),
  response: riskReportSchema,
});

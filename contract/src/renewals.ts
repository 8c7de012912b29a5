import { z } from "zod";
import { accountReference } from "./contacts.ts";
import {
  currencyCode,
  dateText,
  decimalText,
  endpoint,
  idParams,
  instantText,
  momentText,
  slugText,
} from "./endpoint.ts";
import { type FieldSpec, valuesSchema } from "./fields.ts";
import { recordEndpoints } from "./records.ts";
import { contractReference } from "./subscriptions.ts";

export const bookingTypes = [
  { value: "renewal", label: "Renewal" },
  { value: "renewal-with-upsell", label: "Renewal with upsell" },
  { value: "renewal-with-downsell", label: "Renewal with downsell" },
  { value: "upsell", label: "Upsell" },
  { value: "cross-sell", label: "Cross-sell" },
  { value: "downsell", label: "Downsell" },
  { value: "churn", label: "Churn" },
] as const;
export const renewalOutcomes = [
  { value: "renewed", label: "Renewed", tone: "good" },
  { value: "churned", label: "Churned", tone: "bad" },
] as const;
export const renewalTimings = [
  { value: "early", label: "Early" },
  { value: "on-time", label: "On time" },
  { value: "late", label: "Late" },
  { value: "lapsed", label: "Lapsed" },
] as const;

export const renewalStandings = [
  { value: "on-track", label: "On track", tone: "good" },
  { value: "behind", label: "Behind", tone: "warn" },
  { value: "closed", label: "Closed" },
] as const;

/** Built-in fields of a renewal. Stages and ratings are definitions of their own; their options come from there. */
export const renewalFields = [
  {
    slug: "dueOn",
    label: "Due on",
    type: "date",
    isRequired: true,
    description: "Expiry: the last day of the term",
  },
  { slug: "noticeDeadlineOn", label: "Notice deadline", type: "date" },
  { slug: "termStartsOn", label: "Term began on", type: "date", isReadOnly: true },
  { slug: "termEndsOn", label: "Term ends on", type: "date", isReadOnly: true },
  { slug: "currency", label: "Currency", type: "text" },
  {
    slug: "targetArr",
    label: "Target ARR",
    type: "currency",
    description: "ARR of the contract's lines on the last day of the term; set by hand it stays as set",
  },
  { slug: "isTargetStated", label: "Target set by hand", type: "boolean", isReadOnly: true },
  { slug: "forecastArr", label: "Forecast ARR", type: "currency" },
  { slug: "finalArr", label: "Final ARR", type: "currency" },
  {
    slug: "deltaArr",
    label: "Delta",
    type: "currency",
    description: "Final or forecast less target; setting it sets the forecast",
  },
  { slug: "bookingType", label: "Booking type", type: "select", options: bookingTypes },
  { slug: "stage", label: "Stage", type: "select" },
  { slug: "rating", label: "Forecast rating", type: "select" },
  {
    slug: "likelihoodHuman",
    label: "Likelihood (person)",
    type: "percentage",
    description: "From 0 to 1, typed by a person; else the default of the rating counts",
  },
  { slug: "ownerId", label: "Owner", type: "teammate" },
  { slug: "isOwnerPinned", label: "Owner set by hand", type: "boolean", isReadOnly: true },
  { slug: "nextStep", label: "Next step", type: "text" },
  { slug: "nextStepOn", label: "Next step on", type: "date" },
  { slug: "forecastNotes", label: "Forecast notes", type: "long-text" },
  { slug: "noticeSentOn", label: "Renewal notice sent on", type: "date" },
  { slug: "orderedOn", label: "Ordered on", type: "date" },
  { slug: "outcome", label: "Outcome", type: "select", options: renewalOutcomes },
  { slug: "lossReason", label: "Loss reason", type: "text" },
  { slug: "rootCause", label: "Root cause", type: "text" },
  { slug: "competitor", label: "Competitor", type: "text" },
  { slug: "timing", label: "Timing", type: "select", options: renewalTimings, isReadOnly: true },
  { slug: "closedAt", label: "Closed", type: "instant", isReadOnly: true },
  { slug: "isAutoRenewed", label: "Renewed by itself", type: "boolean", isReadOnly: true },
  { slug: "isImplied", label: "Implied", type: "boolean", isReadOnly: true },
] as const satisfies readonly FieldSpec[];

/** What the likelihood model says of a renewal, kept apart from what people write. */
export const renewalDerivedFields = [
  {
    slug: "likelihoodModel",
    label: "Likelihood (model)",
    type: "percentage",
    isReadOnly: true,
    description: "From 0 to 1, from the version of the likelihood model in use; never changes a person's",
  },
  {
    slug: "arrIfRenewed",
    label: "ARR if renewed",
    type: "currency",
    isReadOnly: true,
    description: "Target ARR times what renewals that were won came to of their target",
  },
  {
    slug: "expectedArr",
    label: "Expected ARR",
    type: "currency",
    isReadOnly: true,
    description: "The model's likelihood times the ARR if renewed",
  },
  {
    slug: "standing",
    label: "Cadence",
    type: "select",
    options: renewalStandings,
    isReadOnly: true,
    description: "Whether every step of its cadence that has come is done",
  },
  {
    slug: "daysBehind",
    label: "Days behind its cadence",
    type: "integer",
    isReadOnly: true,
    description: "Days since the first step of its cadence that should be true and is not",
  },
  {
    slug: "likelihoodGap",
    label: "Likelihood, model less person",
    type: "percentage",
    isReadOnly: true,
    description: "Below zero: the model sees less of a chance than people do",
  },
] as const satisfies readonly FieldSpec[];

/** People and model as far apart as this: one of them knows something. */
export const farApart = 0.4;

export const renewals = recordEndpoints({
  plural: "renewals",
  keepsPast: true,
  label: "renewal",
  fields: renewalFields,
  more: {
    accountId: z.uuid(),
    accountName: z.string(),
    contractId: z.uuid().nullable(),
    daysToExpiry: z.number().int().describe("Negative after expiry"),
    isOverdue: z.boolean().describe("Past its due date without an outcome"),
    flags: z
      .string()
      .describe("What is missing or contradicts itself, in words with semicolons; empty when nothing"),
    likelihood: z.number().nullable().describe("A person's, else the default of the rating"),
    ...valuesSchema(renewalDerivedFields).shape,
    standing: z
      .enum(["on-track", "behind", "closed"])
      .nullable()
      .describe("On its cadence; null when archived"),
    daysBehind: z
      .number()
      .int()
      .nullable()
      .describe("Days since the first step of its cadence that should be true and is not"),
    likelihoodVersion: z.number().int().nullable().describe("Of the likelihood model"),
  },
  moreInput: {
    account: accountReference.optional(),
    contract: contractReference.nullish(),
    contractId: z.uuid().nullish(),
    notes: z.string().nullish().describe("Another name of forecastNotes"),
  },
});
export type Renewal = z.infer<typeof renewals.record>;

const amount = z.union([decimalText, z.number()]);

export const outcomeBody = z.object({
  outcome: z.enum(["renewed", "churned"]),
  orderedOn: dateText.optional().describe("Today, if left out"),
  arr: amount.optional().describe("ARR of the next term; less than the target is a partial renewal"),
  upliftPct: amount
    .optional()
    .describe("Instead of the contract's uplift, where no ARR is given; 0 keeps the price"),
  price: z
    .enum(["same", "list", "uplift"])
    .optional()
    .describe(
      "Of the next term where no ARR is given: as now, without its discounts, or with the uplift, which is the usual",
    ),
  leaves: z
    .array(z.uuid())
    .max(500)
    .optional()
    .describe("Renewed in part: lines that end with the term while the others go on"),
  termEndsOn: dateText.optional().describe("Last day of the next term, where it is not the usual length"),
  lossReason: z.string().trim().min(1).max(500).optional().describe("Required of a churned one"),
  rootCause: z.string().trim().min(1).max(100).optional().describe("Required of a churned one"),
  competitor: z.string().max(200).optional(),
  notes: z.string().max(20_000).optional(),
});

export const putRenewalOutcome = endpoint({
  method: "PUT",
  path: "/renewals/:id/outcome",
  summary: "Record the outcome of one renewal",
  description:
    "Renewed: the next term begins the day after expiry at the ARR given, or at today's price with the uplift, once; its " +
    "renewal is made. Churned: the contract's lines end on the last day of the term. Given again it replaces what was recorded.",
  params: idParams,
  body: outcomeBody,
  response: z.object({ renewal: renewals.record, nextRenewalId: z.uuid().nullable() }),
});

export const getNextTerm = endpoint({
  method: "GET",
  path: "/renewals/:id/next-term",
  summary: "Read what the next term of one renewal would come to",
  description: "Its usual dates, and each line at its price now, without its discount, and with the uplift.",
  params: idParams,
  response: z.object({
    currency: currencyCode,
    startsOn: dateText.nullable().describe("Null without a contract, or where its term has its outcome"),
    endsOn: dateText.nullable(),
    lines: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        isRefund: z.boolean().describe("Never renewed"),
        sameArr: decimalText,
        listArr: decimalText,
        upliftArr: decimalText,
      }),
    ),
  }),
});
export type NextTermLine = z.infer<typeof getNextTerm.response>["lines"][number];

export const deleteRenewalOutcome = endpoint({
  method: "DELETE",
  path: "/renewals/:id/outcome",
  summary: "Undo the outcome of one renewal",
  description:
    "The next term and its renewal go, lines that were ended run on, and the renewal is open again.",
  params: idParams,
  response: renewals.record,
});

export const generateRenewals = endpoint({
  method: "POST",
  path: "/renewals/generate",
  summary: "Make the renewals that are due to exist",
  description: "Runs by itself at every change and every night; running it again makes none twice.",
  body: z.object({ accountId: z.uuid().optional() }).optional(),
  response: z.object({ created: z.number(), updated: z.number(), closed: z.number(), withdrawn: z.number() }),
});

export const bulkUpdateRenewals = endpoint({
  method: "POST",
  path: "/renewals/bulk-update",
  summary: "Change up to 500 renewals, each in its own way",
  description:
    "Rows with a problem are left as they are and say which of their fields is wrong; the others are changed. " +
    "With `refuse: cell`, as for what was pasted from a spreadsheet, only the wrong fields are left as they are.",
  body: z.object({
    items: z
      .array(z.object({ id: z.uuid(), fields: z.record(z.string(), z.unknown()) }))
      .min(1)
      .max(500),
    refuse: z.enum(["row", "cell"]).optional().describe("What a wrong value costs; `row`, if left out"),
  }),
  response: z.object({
    updated: z.number(),
    unchanged: z.number(),
    rejected: z.number(),
    results: z.array(
      z.object({
        id: z.uuid(),
        status: z.enum(["updated", "unchanged", "rejected"]),
        problems: z
          .array(z.object({ path: z.string(), message: z.string() }))
          .optional()
          .describe("The fields that were not taken"),
      }),
    ),
  }),
});

const sums = {
  count: z.number().int(),
  targetArr: decimalText,
  forecastArr: decimalText.describe("Of those without a forecast nothing"),
  finalArr: decimalText,
  openCount: z.number().int(),
  openArr: decimalText.describe("Target of those without an outcome"),
  renewedCount: z.number().int(),
  renewedArr: decimalText.describe("Final ARR of those renewed"),
  churnedCount: z.number().int(),
  churnedArr: decimalText.describe("Target of those churned"),
  missingForecastCount: z.number().int(),
  overdueCount: z.number().int(),
  autoRenewedCount: z.number().int().describe("Renewed by themselves"),
  autoRenewedArr: decimalText,
  medianDaysLate: z
    .number()
    .nullable()
    .describe("From expiry to the order; negative is early; auto-renewed ones apart"),
  expectedArr: decimalText.describe(
    "Σ likelihood × (forecast, else target) of the open ones, plus final of the renewed",
  ),
};

export const getRenewalSummary = endpoint({
  method: "GET",
  path: "/renewals/summary",
  summary: "Sum the renewals due in a span",
  description: "As they are, or as they stood at an instant. Other currencies at the rates of today.",
  query: z.object({
    dueFrom: dateText.optional(),
    dueTo: dateText.optional(),
    asOf: z.union([instantText, dateText]).optional(),
    groupBy: z
      .string()
      .max(100)
      .optional()
      .describe(
        "stage, rating, ownerId, outcome, timing, bookingType, month, quarter, or the slug of a field of accounts",
      ),
  }),
  response: z.object({
    currency: currencyCode,
    ...sums,
    groups: z.array(z.object({ group: z.string().nullable(), ...sums })).optional(),
  }),
  readsPast: true,
});

const stage = z.object({
  slug: slugText,
  label: z.string().trim().min(1).max(60),
  kind: z.enum(["open", "won", "lost"]),
});
const rating = z.object({
  slug: slugText,
  label: z.string().trim().min(1).max(60),
  defaultLikelihood: z.number().min(0).max(1).nullable(),
  isForecast: z.boolean().describe("False leaves these renewals out of forecasts"),
});
const policy = z.object({
  slug: slugText,
  touchModel: z
    .enum(["high", "medium", "low"])
    .nullable()
    .describe("Null: for every account without its own"),
  leadDays: z.number().int().min(1).max(1095).describe("Days before expiry at which a renewal appears"),
  earlyDays: z.number().int().min(0).max(365),
  toleranceDays: z.number().int().min(0).max(365),
  ownerKeyRoles: z
    .array(z.string())
    .describe("Key roles whose holder owns the renewal; the first that is held"),
  checkpointDays: z.array(z.number().int().min(0).max(1095)),
});

/** An editable list of definitions, read and written as a whole, in order. */
function definitionList<Item extends z.ZodType>(path: string, words: string, item: Item) {
  const list = z.object({ items: z.array(item) });
  return {
    read: endpoint({ method: "GET", path, summary: `List ${words}`, response: list }),
    write: endpoint({
      method: "PUT",
      path,
      summary: `Set ${words}`,
      description: "The whole list in its order. One that is in use cannot be left out.",
      body: z.object({ items: z.array(item).min(1).max(100) }),
      response: list,
    }),
  };
}

export const renewalStages = definitionList("/renewal-stages", "stages of renewals", stage);
export const forecastRatings = definitionList("/forecast-ratings", "forecast ratings", rating);
const policyOfForecast = z.object({
  likelihoodFirst: z
    .enum(["people", "model"])
    .describe(
      "Whose likelihood counts in an expected value; where it has none, the other's; where neither has, 1",
    ),
});
export type LikelihoodFirst = z.infer<typeof policyOfForecast>["likelihoodFirst"];

export const forecastPolicy = {
  read: endpoint({
    method: "GET",
    path: "/forecast-policy",
    summary: "Read whose likelihood weighs an expected value",
    response: policyOfForecast,
  }),
  write: endpoint({
    method: "PUT",
    path: "/forecast-policy",
    summary: "Set whose likelihood weighs an expected value",
    description:
      "A person's (typed, else the default of the rating) before the model's, or the model's before a person's. It holds for " +
      "every expected value, also of the past; ratings and likelihoods stay as they are.",
    body: policyOfForecast,
    response: policyOfForecast,
  }),
};

export const renewalPolicies = definitionList("/renewal-policies", "policies of renewals", policy);

const checkpoint = z.object({
  dueOn: dateText,
  kind: z.enum(["before-expiry", "anniversary"]),
  automatedCall: z.string().nullable(),
  csmCall: z.string().nullable(),
  finalCall: z.string().nullable(),
  decidedBy: z.uuid().nullable(),
  decidedAt: instantText.nullable(),
  note: z.string().nullable(),
});

export const listRenewalCheckpoints = endpoint({
  method: "GET",
  path: "/renewals/:id/checkpoints",
  summary: "List the checkpoints of one renewal",
  params: idParams,
  query: z.object({ asOf: momentText.optional().describe("With the calls made by then") }),
  response: z.object({ items: z.array(checkpoint) }),
  readsPast: true,
});

export const putRenewalCheckpoint = endpoint({
  method: "PUT",
  path: "/renewals/:id/checkpoints/:dueOn",
  summary: "Record the calls of one checkpoint",
  description:
    "From 90 days before expiry on, the final call must be a decision: monitor is no longer allowed.",
  params: z.object({ id: z.uuid(), dueOn: dateText }),
  body: z.object({
    csmCall: z.string().max(200).nullish(),
    finalCall: z.string().max(200).nullish(),
    note: z.string().max(5000).nullish(),
  }),
  response: z.object({ items: z.array(checkpoint) }),
});

const cadenceStep = z.object({
  slug: slugText,
  touchModel: z
    .enum(["high", "medium", "low"])
    .nullable()
    .describe("Null: for accounts whose touch model has no ladder"),
  daysBefore: z.number().int().min(-365).max(1095),
  countedTo: z.enum(["expiry", "notice-deadline"]),
  label: z.string().trim().min(1).max(120),
  rule: z.unknown().describe("A rule over renewals: what must be true by then"),
});

export const cadenceSteps = definitionList("/cadence-steps", "steps of the renewal cadence", cadenceStep);

export const getRenewalLadder = endpoint({
  method: "GET",
  path: "/renewals/:id/ladder",
  summary: "Read where one renewal stands on its cadence",
  description:
    "Behind by the days since the first step that should be true and is not. Of an earlier day: the steps as they are set now, " +
    "judged by the records as they were, and counted from that day.",
  params: idParams,
  query: z.object({ asOf: momentText.optional() }),
  response: z.object({
    standing: z.enum(["on-track", "behind", "closed"]),
    daysBehind: z.number().int(),
    steps: z.array(
      z.object({
        slug: z.string(),
        label: z.string(),
        dueOn: dateText,
        isDue: z.boolean(),
        isMet: z.boolean().nullable().describe("Null where what the step asks is not kept of that day"),
      }),
    ),
  }),
  readsPast: true,
});

export const getRenewalHistory = endpoint({
  method: "GET",
  path: "/renewals/:id/history",
  summary: "List the changes of one renewal's fields, newest first",
  params: idParams,
  query: z.object({ asOf: momentText.optional().describe("Only those made by then") }),
  response: z.object({
    items: z.array(
      z.object({
        id: z.uuid(),
        at: instantText,
        field: z.string(),
        label: z.string(),
        old: z.unknown(),
        new: z.unknown(),
        command: z.string().describe("What was done: renewals.edit …"),
        by: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
      }),
    ),
  }),
  readsPast: true,
});

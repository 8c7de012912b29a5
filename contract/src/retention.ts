import { z } from "zod";
import { currencyCode, dateText, decimalText, endpoint } from "./endpoint.ts";

export const retentionFamilies = ["cohort", "renewal-base"] as const;

const ratio = z.number().nullable().describe("1 means 100 %; null where there was nothing to retain");
const figures = {
  nrr: ratio,
  grr: ratio,
  logoRetention: ratio,
  startArr: decimalText,
  endArr: decimalText,
  retainedArr: decimalText.describe("Σ min(start, end), by account, renewal or line"),
  startCount: z.number().int(),
  keptCount: z.number().int(),
};

export const getRetention = endpoint({
  method: "GET",
  path: "/retention",
  summary: "Read retention over a span, with its definition",
  description:
    "cohort: accounts with ARR at `from`, measured at `to` (cut to today). renewal-base: the ARR of renewals due in the span. " +
    "The last twelve months if no dates are given.",
  query: z.object({
    family: z.enum(retentionFamilies),
    from: dateText.optional(),
    to: dateText.optional(),
    groupBy: z
      .string()
      .max(100)
      .optional()
      .describe("Slug of a field of accounts (renewals: of accounts as well)"),
    reactivations: z.enum(["included", "excluded"]).default("included"),
    cap: z
      .enum(["account", "line"])
      .default("account")
      .describe(
        "GRR capped per account, or per subscription line: growth of one line then hides no loss of another",
      ),
    rates: z
      .enum(["constant", "date"])
      .default("constant")
      .describe("Other currencies at the rates of `to`, or the start at the rates of `from`"),
    rows: z.enum(["true", "false"]).default("false"),
  }),
  response: z.object({
    family: z.enum(retentionFamilies),
    from: dateText,
    to: dateText,
    currency: currencyCode,
    definition: z.string(),
    ...figures,
    openCount: z.number().int().optional().describe("Renewals due without an outcome yet"),
    openArr: decimalText.optional(),
    groups: z.array(z.object({ group: z.string().nullable(), ...figures })).optional(),
    rows: z
      .array(
        z.object({
          accountId: z.uuid(),
          name: z.string(),
          renewalId: z.uuid().optional(),
          startArr: decimalText,
          endArr: decimalText,
          retainedArr: decimalText,
          outcome: z.string().nullable().optional(),
        }),
      )
      .optional(),
  }),
});

export const getRetentionTrend = endpoint({
  method: "GET",
  path: "/retention/trend",
  summary: "Read trailing cohort retention month by month",
  description:
    "For each of the last months' ends, and today: the accounts with ARR `window` months before, measured then.",
  query: z.object({
    months: z.coerce.number().int().min(1).max(60).default(24),
    window: z.coerce.number().int().min(1).max(36).default(12).describe("Months"),
  }),
  response: z.object({
    currency: currencyCode,
    definition: z.string(),
    items: z.array(z.object({ from: dateText, to: dateText, ...figures })),
  }),
});

export const getRetentionCohorts = endpoint({
  method: "GET",
  path: "/retention/cohorts",
  summary: "Read retention by the period in which accounts began",
  description:
    "An account belongs to the period of its first ARR. Each cohort is measured at the end of that period and of every " +
    "later one that has ended, against what it had at the first end.",
  query: z.object({
    by: z.enum(["month", "quarter", "year"]).default("quarter"),
    from: dateText.optional().describe("Cohorts that began on this day or later; twelve periods if left out"),
    cohort: dateText
      .optional()
      .describe("With `period`: also the accounts of the cohort that began on this day"),
    period: z.coerce.number().int().min(0).max(1200).optional().describe("As its cell has them"),
  }),
  response: z.object({
    currency: currencyCode,
    definition: z.string(),
    cohorts: z.array(
      z.object({
        startsOn: dateText,
        startArr: decimalText,
        startCount: z.number().int(),
        cells: z.array(z.object({ period: z.number().int(), at: dateText, ...figures })),
      }),
    ),
    rows: z
      .array(
        z.object({
          accountId: z.uuid(),
          name: z.string(),
          startArr: decimalText,
          endArr: decimalText,
          retainedArr: decimalText,
        }),
      )
      .optional()
      .describe("Of the cell that was named, the largest loss first"),
  }),
});

export const retentionMeasures = ["nrr", "grr", "logoRetention"] as const;
export type RetentionMeasure = (typeof retentionMeasures)[number];

const retentionTarget = z.object({
  groupBy: z.string().max(100).nullable().describe("Slug of a field of accounts; null for the whole company"),
  group: z.string().max(200).nullable().describe("A value of that field"),
  measure: z.enum(retentionMeasures),
  good: z.number().min(0).max(5).describe("1 means 100 %"),
  great: z.number().min(0).max(5),
});
export type RetentionTarget = z.infer<typeof retentionTarget>;

export const listRetentionTargets = endpoint({
  method: "GET",
  path: "/retention/targets",
  summary: "List retention targets",
  response: z.object({ items: z.array(retentionTarget) }),
});

export const putRetentionTargets = endpoint({
  method: "PUT",
  path: "/retention/targets",
  summary: "Replace all retention targets",
  body: z.object({ items: z.array(retentionTarget).max(1_000) }),
  response: z.object({ items: z.array(retentionTarget) }),
});

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
  retainedArr: decimalText.describe("Σ min(start, end)"),
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

import { z } from "zod";
import { accountReference } from "./contacts.ts";
import { dateText, decimalText, endpoint, idParams } from "./endpoint.ts";
import type { FieldSpec } from "./fields.ts";
import { bulkResultSchema, recordEndpoints } from "./records.ts";

export const subscriptionKinds = [
  { value: "recurring", label: "Recurring" },
  { value: "usage-commitment", label: "Usage commitment" },
  { value: "one-off", label: "One-off" },
] as const;

/** Built-in fields of a subscription: one priced line over a span of dates. */
export const subscriptionFields = [
  { slug: "product", label: "Product", type: "text" },
  { slug: "plan", label: "Plan", type: "text" },
  { slug: "kind", label: "Kind", type: "select", options: subscriptionKinds },
  { slug: "trial", label: "Trial", type: "boolean" },
  { slug: "quantity", label: "Quantity", type: "number", decimals: 2 },
  {
    slug: "unitPrice",
    label: "Unit price",
    type: "number",
    decimals: 4,
    description: "Per unit and billing interval",
  },
  {
    slug: "discountPct",
    label: "Discount (%)",
    type: "number",
    decimals: 2,
    description: "Of 100: 12.5 is an eighth",
  },
  { slug: "billingIntervalMonths", label: "Billing interval (months)", type: "integer" },
  {
    slug: "upliftPct",
    label: "Uplift at renewal (%)",
    type: "number",
    decimals: 2,
    description: "Of 100, such as 5. Wins over the contract's",
  },
  { slug: "currency", label: "Currency", type: "text" },
  { slug: "startsOn", label: "Starts on", type: "date", isRequired: true },
  { slug: "endsOn", label: "Ends on", type: "date", description: "The last day, inclusive" },
  {
    slug: "arr",
    label: "ARR",
    type: "currency",
    description: "Worked out from the price; may be given instead of one. None for trials and one-off fees",
  },
  { slug: "statedArr", label: "ARR as stated", type: "currency", isReadOnly: true },
  { slug: "amendmentReason", label: "Reason of the amendment", type: "text" },
  { slug: "isImplied", label: "Implied", type: "boolean", isReadOnly: true },
] as const satisfies readonly FieldSpec[];

const amount = z.union([decimalText, z.number()]);

/** Names a contract from outside. */
export const contractReference = z
  .union([z.string(), z.object({ id: z.uuid().optional(), externalId: z.string().optional() })])
  .describe("The contract by id or externalId");

export const subscriptions = recordEndpoints({
  plural: "subscriptions",
  keepsPast: true,
  label: "subscription",
  fields: subscriptionFields,
  more: { accountId: z.uuid(), contractId: z.uuid().nullable(), rootId: z.uuid() },
  moreInput: {
    account: accountReference.optional(),
    contract: contractReference.nullish(),
    contractId: z.uuid().nullish(),
    mrr: amount.optional().describe("A twelfth of the ARR, instead of a price"),
    endsBefore: dateText.nullish().describe("The first day without the line, instead of endsOn"),
    billingInterval: z
      .union([z.enum(["month", "quarter", "year"]), z.number().int().min(1).max(240), z.string()])
      .optional()
      .describe("month, quarter, year or a number of months"),
  },
});
export type Subscription = z.infer<typeof subscriptions.record>;

export const amendSubscription = endpoint({
  method: "POST",
  path: "/subscriptions/:id/amendments",
  summary: "Amend one subscription from a date on",
  description:
    "The line ends on the day before and a line with the new terms takes its place, so that the past stays as it was. " +
    "With endsOn before effectiveOn alone, the line ends early.",
  params: idParams,
  body: z.object({
    effectiveOn: dateText,
    kind: z.enum(subscriptionKinds.map(({ value }) => value)).optional(),
    trial: z.boolean().optional(),
    billingIntervalMonths: z.number().int().min(1).max(240).optional(),
    quantity: amount.optional(),
    unitPrice: amount.optional(),
    discountPct: amount.optional(),
    arr: amount.optional(),
    upliftPct: amount.nullish().describe("Null: the contract's"),
    plan: z.string().optional(),
    endsOn: dateText.nullish(),
    reason: z.string().max(1000).optional(),
  }),
  response: z.object({ id: z.uuid(), amendedId: z.uuid() }),
  status: 201,
});

export const upsertMrrSnapshots = endpoint({
  method: "POST",
  path: "/mrr-snapshots/bulk-upsert",
  summary: "Give MRR month by month",
  description:
    "For companies that keep a revenue sheet. Equal months in a row become one dated line; an account without a row in " +
    "a month that the sheet has (or with 0) has none; the last month of the sheet goes on until a later one is known.",
  body: z.object({
    items: z
      .array(
        z.object({
          account: accountReference,
          month: z.string().describe("YYYY-MM, or any date in it"),
          mrr: amount,
          plan: z.string().nullish(),
          currency: z.string().optional(),
        }),
      )
      .max(10_000),
  }),
  response: bulkResultSchema,
});

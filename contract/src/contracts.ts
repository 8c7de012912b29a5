import { z } from "zod";
import { accountReference } from "./contacts.ts";
import { dateText, endpoint, idParams } from "./endpoint.ts";
import type { FieldSpec } from "./fields.ts";
import { recordEndpoints } from "./records.ts";

/** Built-in fields of a contract. `endsOn` is the last day, inclusive; without one it runs until somebody ends it. */
export const contractFields = [
  { slug: "name", label: "Name", type: "text" },
  { slug: "signedOn", label: "Signed on", type: "date" },
  { slug: "startsOn", label: "Starts on", type: "date", isRequired: true },
  { slug: "endsOn", label: "Ends on", type: "date", description: "The last day as signed, inclusive" },
  { slug: "noticePeriodDays", label: "Notice period (days)", type: "integer" },
  { slug: "noticePeriodMonths", label: "Notice period (months)", type: "integer" },
  { slug: "autoRenews", label: "Renews by itself", type: "boolean" },
  { slug: "renewalTermMonths", label: "Renewal term (months)", type: "integer" },
  {
    slug: "upliftPct",
    label: "Uplift at renewal (%)",
    type: "number",
    decimals: 2,
    description: "Of 100, such as 5",
  },
  { slug: "currency", label: "Currency", type: "text" },
  { slug: "purchaseOrder", label: "Purchase order", type: "text" },
  { slug: "documentUrl", label: "Document", type: "url" },
  {
    slug: "termStartsOn",
    label: "Current term began on",
    type: "date",
    isReadOnly: true,
    description: "Once the contract has been renewed; before, the term is the contract as signed",
  },
  { slug: "termEndsOn", label: "Current term ends on", type: "date", isReadOnly: true },
  {
    slug: "expiresOn",
    label: "Expires on",
    type: "date",
    isReadOnly: true,
    description: "The last day of the current term: what falls due",
  },
  {
    slug: "isImplied",
    label: "Implied",
    type: "boolean",
    isReadOnly: true,
    description: "Made by Perennial from revenue that came without a contract",
  },
] as const satisfies readonly FieldSpec[];

export const contracts = recordEndpoints({
  plural: "contracts",
  keepsPast: true,
  label: "contract",
  fields: contractFields,
  more: {
    accountId: z.uuid(),
    mergedIntoId: z
      .uuid()
      .nullable()
      .describe("The contract all its lines went to: nothing falls due on this one"),
  },
  moreInput: { account: accountReference.optional() },
});
export type Contract = z.infer<typeof contracts.record>;

export const moveContractLines = endpoint({
  method: "POST",
  path: "/contracts/:id/moved-lines",
  summary: "Move lines of one contract to another one of its account",
  description:
    "From a date on, to split contracts and to merge them: a line that ran before ends on the eve and goes on there, and ARR " +
    "stays the same on every day. When no line is left, the contract is merged and its open renewal goes. Moving the lines " +
    "back on the same date undoes it.",
  params: idParams,
  body: z.object({
    toContractId: z.uuid().optional().describe("Another contract of the account"),
    newContract: z
      .object({
        name: z.string().trim().min(1).max(200),
        endsOn: dateText
          .nullish()
          .describe("Where the former contract's term ends, if left out; null for an open end"),
      })
      .optional()
      .describe("Instead of an existing one: made with the conditions of the former contract"),
    effectiveOn: dateText,
    lines: z
      .array(
        z.object({
          id: z.uuid(),
          endsOn: dateText.nullish().describe("Its last day, where it becomes another; null for an open end"),
        }),
      )
      .min(1)
      .max(500),
  }),
  response: z.object({
    contractId: z.uuid(),
    lines: z.array(z.object({ id: z.uuid(), formerEndsOn: dateText.nullable() })),
  }),
  status: 201,
});

import { z } from "zod";
import { accountReference } from "./contacts.ts";
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
  { slug: "upliftPct", label: "Uplift at renewal (%)", type: "percentage" },
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
  more: { accountId: z.uuid() },
  moreInput: { account: accountReference.optional() },
});
export type Contract = z.infer<typeof contracts.record>;

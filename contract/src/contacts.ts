import { z } from "zod";
import type { FieldSpec } from "./fields.ts";
import { recordEndpoints } from "./records.ts";

export const stakeholderRoles = [
  { value: "decision-maker", label: "Decision maker" },
  { value: "champion", label: "Champion" },
  { value: "sponsor", label: "Sponsor" },
  { value: "administrator", label: "Administrator" },
  { value: "end-user", label: "End user" },
] as const;

/** Built-in fields of a contact. */
export const contactFields = [
  { slug: "name", label: "Name", type: "text" },
  { slug: "email", label: "E-mail", type: "email" },
  { slug: "title", label: "Title", type: "text" },
  { slug: "phone", label: "Phone", type: "text" },
  { slug: "timeZone", label: "Time zone", type: "text" },
  { slug: "language", label: "Language", type: "text" },
  { slug: "deactivatedOn", label: "Deactivated on", type: "date" },
  { slug: "unsubscribedAt", label: "Unsubscribed", type: "instant" },
] as const satisfies readonly FieldSpec[];

/** Names an account from outside: by id, or by what another system calls it. */
export const accountReference = z
  .union([
    z.string(),
    z.object({
      id: z.uuid().optional(),
      externalId: z.string().optional(),
      name: z.string().optional(),
      domain: z.string().optional(),
    }),
  ])
  .describe("The account by id, externalId, name or domain; unknown or ambiguous ones are refused");

export const contacts = recordEndpoints({
  plural: "contacts",
  keepsPast: true,
  label: "contact",
  fields: contactFields,
  more: {
    accounts: z.array(
      z.object({ accountId: z.uuid(), accountName: z.string(), stakeholderRole: z.string().nullable() }),
    ),
  },
  moreInput: {
    account: accountReference.optional(),
    stakeholderRole: z.string().nullish(),
  },
});
export type Contact = z.infer<typeof contacts.record>;

import { z } from "zod";
import { accountReference } from "./contacts.ts";
import type { FieldSpec } from "./fields.ts";
import { recordEndpoints } from "./records.ts";

/** Built-in fields of a note. */
export const noteFields = [
  { slug: "accountId", label: "Account", type: "account", isReadOnly: true },
  { slug: "category", label: "Category", type: "text" },
  { slug: "subject", label: "Subject", type: "text" },
  { slug: "body", label: "Text", type: "long-text", isRequired: true },
  { slug: "authorId", label: "Author", type: "teammate" },
  { slug: "at", label: "Written", type: "instant", isRequired: true },
  { slug: "tags", label: "Tags", type: "text-list" },
  { slug: "contactId", label: "Contact", type: "contact" },
  { slug: "isPinned", label: "Pinned", type: "boolean" },
] as const satisfies readonly FieldSpec[];

export const notes = recordEndpoints({
  plural: "notes",
  keepsPast: true,
  label: "note",
  fields: noteFields,
  more: {
    authorName: z.string().nullable(),
    templateId: z.uuid().nullable(),
    fields: z.record(z.string(), z.string()).describe("Answers to the template's fields, by slug"),
    mentions: z.array(z.uuid()).describe("Teammates mentioned"),
    renewalId: z.uuid().nullable(),
    riskId: z.uuid().nullable(),
  },
  moreInput: {
    account: accountReference.optional(),
    author: z.string().max(320).nullish().describe("A teammate's e-mail or name, in place of authorId"),
    templateId: z.uuid().nullish().describe("Its required fields must be answered"),
    fields: z.record(z.string(), z.string().max(20_000)).optional(),
    mentions: z.array(z.uuid()).max(50).optional(),
    renewalId: z.uuid().nullish(),
    riskId: z.uuid().nullish(),
  },
});
export type Note = z.infer<typeof notes.record>;

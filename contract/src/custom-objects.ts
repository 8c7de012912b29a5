import { z } from "zod";
import { endpoint, idParams, instantText, slugText } from "./endpoint.ts";
import type { FieldSpec } from "./fields.ts";
import { recordEndpoints } from "./records.ts";

export const customObjectSchema = z.object({
  id: z.uuid(),
  slug: slugText,
  plural: slugText.describe("How rules and formulas name its records from their account"),
  name: z.string(),
  namePlural: z.string(),
  description: z.string(),
  createdAt: instantText,
  archivedAt: instantText.nullable(),
});
export type CustomObject = z.infer<typeof customObjectSchema>;

const words = {
  name: z.string().trim().min(1).max(60),
  namePlural: z.string().trim().min(1).max(60),
  description: z.string().trim().max(2000).default(""),
};

export const listCustomObjects = endpoint({
  method: "GET",
  path: "/custom-objects",
  summary: "List the kinds of record that the company defines",
  query: z.object({ archived: z.enum(["true", "false"]).default("false") }),
  response: z.object({ items: z.array(customObjectSchema), nextCursor: z.null() }),
});
export const createCustomObject = endpoint({
  method: "POST",
  path: "/custom-objects",
  summary: "Define one kind of record below accounts",
  description: "Makes its table. Its fields are traits of the object, defined with POST /traits.",
  body: z.object({ slug: slugText, plural: slugText, ...words }),
  response: customObjectSchema,
  status: 201,
});
export const updateCustomObject = endpoint({
  method: "PATCH",
  path: "/custom-objects/:id",
  summary: "Change the names of one custom object",
  description: "Its slugs stay: rules, imports and the table depend on them.",
  params: idParams,
  body: z.object({
    name: words.name.optional(),
    namePlural: words.namePlural.optional(),
    description: z.string().trim().max(2000).optional(),
  }),
  response: customObjectSchema,
});
export const archiveCustomObject = endpoint({
  method: "DELETE",
  path: "/custom-objects/:id",
  summary: "Archive one custom object",
  description: "Its records and traits are kept and come back when it is restored.",
  params: idParams,
  response: customObjectSchema,
});
export const restoreCustomObject = endpoint({
  method: "POST",
  path: "/custom-objects/:id/restoration",
  summary: "Restore one archived custom object",
  params: idParams,
  response: customObjectSchema,
});

/** What every custom record has; the rest are traits. */
export const customRecordFields = [
  { slug: "name", label: "Name", type: "text", isRequired: true },
] as const satisfies readonly FieldSpec[];

const ofObject = z.object({ object: slugText.describe("The custom object's slug") });
const ofRecord = ofObject.extend(idParams.shape);
const records = recordEndpoints({
  plural: "custom-records/:object",
  keepsPast: true,
  label: "custom record",
  fields: customRecordFields,
  more: { accountId: z.uuid() },
  moreInput: {
    accountId: z.uuid().optional(),
    account: z
      .union([z.string(), z.object({ source: z.string(), externalId: z.string() })])
      .optional()
      .describe("Its account: an id or an external id"),
  },
});

/** The usual endpoints, for the records of any custom object. */
export const customRecords = {
  ...records,
  list: { ...records.list, summary: "List records of a custom object", params: ofObject },
  export: { ...records.export, summary: "Download records of a custom object as a table", params: ofObject },
  get: { ...records.get, params: ofRecord },
  getByExternalId: {
    ...records.getByExternalId,
    params: ofObject.extend({ source: z.string(), externalId: z.string() }),
  },
  create: { ...records.create, params: ofObject },
  update: { ...records.update, params: ofRecord },
  archive: { ...records.archive, params: ofRecord },
  restore: { ...records.restore, params: ofRecord },
  bulkUpsert: {
    ...records.bulkUpsert,
    summary: "Create or update up to 10,000 records of a custom object by their external ids",
    params: ofObject,
  },
};
export type CustomRecord = z.infer<typeof records.record>;

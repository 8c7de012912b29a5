import { z } from "zod";
import { endpoint, instantText, momentText, page } from "./endpoint.ts";
import { traitOwners } from "./trait-validation.ts";

export const provenanceSchema = z.object({
  field: z.string(),
  setBy: z
    .object({
      kind: z.string().describe("teammate, import, connector, api-key, playbook or system"),
      name: z.string(),
    })
    .nullable()
    .describe("Who set the present value; null when it was never set"),
  setAt: instantText.nullable(),
  recordedAt: instantText
    .nullable()
    .describe("When it was entered; later than `setAt` where the value was restated for a time before"),
  source: z.string().nullable().describe("The command that wrote it"),
  previous: z.unknown().describe("The value before; null when there was none"),
  previousLabel: z.string().nullable().describe("The name of the record that `previous` refers to"),
  formula: z.string().nullable().describe("Of a calculated trait"),
  owner: z.enum(traitOwners),
  isPinned: z.boolean().describe("A person set it, and no source overwrites it until it is unpinned"),
});
export type Provenance = z.infer<typeof provenanceSchema>;

const ofRecord = z.object({ object: z.string().min(1).max(60), id: z.uuid() });
const ofField = ofRecord.extend({ field: z.string().min(1).max(100) });

export const getProvenance = endpoint({
  method: "GET",
  path: "/objects/:object/records/:id/provenance",
  summary: "Say of every field of one record who set it, when, by what, and what it was before",
  params: ofRecord,
  query: z.object({ asOf: momentText.optional().describe("Of the values as they were") }),
  response: z.object({ items: z.array(provenanceSchema), nextCursor: z.null() }),
  readsPast: true,
});
export const recordChangeSchema = z.object({
  id: z.uuid(),
  field: z.string(),
  label: z.string(),
  old: z.unknown(),
  new: z.unknown(),
  names: z.record(z.string(), z.string()).describe("Of the records that `old` and `new` refer to, by id"),
  at: instantText,
  setBy: z.object({ kind: z.string(), name: z.string() }),
  source: z.string().describe("The command that wrote it"),
  of: z
    .object({ id: z.uuid(), name: z.string() })
    .nullable()
    .describe("The record whose change it was, of one that was merged into this one since"),
});
export type RecordChange = z.infer<typeof recordChangeSchema>;

export const listRecordChanges = endpoint({
  method: "GET",
  path: "/objects/:object/records/:id/changes",
  summary: "List the changes of one record's fields, newest first, with those of what was merged into it",
  params: ofRecord,
  query: z.object({
    limit: z.coerce.number().int().min(1).max(500).default(100),
    cursor: z.string().max(200).optional(),
  }),
  response: page(recordChangeSchema),
});
export const pinField = endpoint({
  method: "PUT",
  path: "/objects/:object/records/:id/pins/:field",
  summary: "Pin a value: no import, connector or API key overwrites it",
  description: "Of a field where local wins. What a person sets there is pinned by itself.",
  params: ofField,
  response: z.object({ isPinned: z.boolean() }),
});
export const unpinField = endpoint({
  method: "DELETE",
  path: "/objects/:object/records/:id/pins/:field",
  summary: "Unpin a value: the next sync may overwrite it",
  params: ofField,
  response: z.object({ isPinned: z.boolean() }),
});
export const setFieldOwner = endpoint({
  method: "PUT",
  path: "/objects/:object/fields/:field/owner",
  summary: "Say who has the last word about a field's values: a source, or the people here",
  params: z.object({ object: z.string().min(1).max(60), field: z.string().min(1).max(100) }),
  body: z.object({ owner: z.enum(traitOwners) }),
  response: z.object({ owner: z.enum(traitOwners) }),
});

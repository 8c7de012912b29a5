import { z } from "zod";
import { decimalText, endpoint, idParams, instantText } from "./endpoint.ts";

export const mergeableObject = z.enum(["account", "contact"]);
const pair = {
  object: mergeableObject,
  mergedId: z.uuid().describe("The record that ends; its id leads to the survivor from then on"),
  survivorId: z.uuid().describe("The record that stays"),
};

export const mergeSchema = z.object({
  id: z.uuid(),
  object: mergeableObject,
  mergedId: z.uuid(),
  mergedName: z.string(),
  survivorId: z.uuid(),
  survivorName: z.string(),
  moved: z.record(z.string(), z.number()).describe("Rows moved, by table"),
  mergedAt: instantText,
  mergedBy: z.string(),
  unmergedAt: instantText.nullable(),
  unmergedBy: z.string().nullable(),
  kept: z
    .array(z.object({ what: z.string(), why: z.string() }))
    .nullable()
    .describe("What undoing left with the survivor, and why"),
});
export type Merge = z.infer<typeof mergeSchema>;

const value = z.json().describe("As the field's type writes it; null: none");
export const mergePreviewSchema = z.object({
  survivor: z.object({ id: z.uuid(), name: z.string(), arr: decimalText.nullable() }),
  merged: z.object({ id: z.uuid(), name: z.string(), arr: decimalText.nullable() }),
  moves: z.array(z.object({ table: z.string(), label: z.string(), rows: z.number() })),
  fields: z
    .array(
      z.object({
        field: z.string(),
        label: z.string(),
        ofSurvivor: value,
        ofMerged: value,
        wins: z.enum(["survivor", "merged", "both"]).describe("Unless a choice says otherwise"),
      }),
    )
    .describe("Fields in which the two differ"),
  names: z.record(z.string(), z.string()).describe("Names of records that fields refer to, by id"),
  conflicts: z.array(z.object({ kind: z.string(), message: z.string() })),
});
export type MergePreview = z.infer<typeof mergePreviewSchema>;

export const previewMerge = endpoint({
  method: "GET",
  path: "/merges/preview",
  summary: "Say what a merge would move, which values win, and what conflicts",
  query: z.object(pair),
  response: mergePreviewSchema,
});
export const mergeRecords = endpoint({
  method: "POST",
  path: "/merges",
  summary: "Merge one record into another, with everything that hangs on it",
  body: z.object({
    ...pair,
    choices: z
      .record(z.string(), z.enum(["survivor", "merged"]))
      .default({})
      .describe("Whose value wins, by field; else the survivor's where it has one"),
  }),
  response: mergeSchema,
  status: 201,
});
export const listMerges = endpoint({
  method: "GET",
  path: "/merges",
  summary: "List merges, newest first",
  query: z.object({
    object: mergeableObject.optional(),
    recordId: z.uuid().optional().describe("Merges in which this record took part"),
  }),
  response: z.object({ items: z.array(mergeSchema) }),
});
export const unmergeRecords = endpoint({
  method: "DELETE",
  path: "/merges/:id",
  summary: "Undo a merge",
  description:
    "Everything that moved goes back as it is now. What cannot be parted again stays with the survivor and is listed in `kept`, with the reason.",
  params: idParams,
  response: mergeSchema,
});

const candidate = z.object({
  id: z.uuid(),
  name: z.string(),
  detail: z.string().describe("Domains of an account, e-mail of a contact"),
  arr: decimalText.nullable(),
});
export const duplicateSchema = z.object({
  object: mergeableObject,
  first: candidate,
  second: candidate,
  because: z.string(),
  likeness: z.number().describe("1 is the same"),
});
export type Duplicate = z.infer<typeof duplicateSchema>;
export const listDuplicates = endpoint({
  method: "GET",
  path: "/duplicates",
  summary: "List pairs of records that may be one",
  query: z.object({ object: mergeableObject.default("account") }),
  response: z.object({ items: z.array(duplicateSchema) }),
});
export const keepDistinct = endpoint({
  method: "POST",
  path: "/duplicates/dismissals",
  summary: "Say that two records are not the same",
  body: z.object({ object: mergeableObject, firstId: z.uuid(), secondId: z.uuid() }),
  response: z.object({ isDistinct: z.literal(true) }),
  status: 201,
});
export const forgetDistinct = endpoint({
  method: "DELETE",
  path: "/duplicates/dismissals",
  summary: "Take back that two records are not the same",
  query: z.object({ object: mergeableObject, firstId: z.uuid(), secondId: z.uuid() }),
  response: z.object({ isDistinct: z.literal(false) }),
});

const named = {
  object: z.string().max(60).describe("Of what kind the record is: account, contact, renewal …"),
  source: z.string().trim().min(1).max(80).describe("The other system: crm:salesforce, app, billing:stripe"),
  externalId: z.string().trim().min(1).max(300),
};
const holder = z.object({ objectId: z.uuid() });
export const addExternalId = endpoint({
  method: "POST",
  path: "/external-ids",
  summary: "Give a record a further id of another system",
  body: z.object({ ...named, objectId: z.uuid() }),
  response: holder,
  status: 201,
});
export const removeExternalId = endpoint({
  method: "DELETE",
  path: "/external-ids",
  summary: "Take an id of another system away from its record",
  query: z.object(named),
  response: holder,
});

const erased = z.object({
  id: z.uuid(),
  texts: z.number().describe("Rows in whose texts a name stood"),
  kept: z
    .array(z.string())
    .describe("Names left in texts of others: somebody else has them too, or they are a word as well"),
});

export const eraseContact = endpoint({
  method: "POST",
  path: "/contacts/:id/erasure",
  summary: "Erase a person's data for good",
  description:
    "Fields, history, properties of events, messages they wrote, and their name, e-mail and phone wherever they stand. A tombstone without a name remains. Nothing brings it back.",
  params: idParams,
  body: z.object({
    confirmation: z.string().max(500).describe("The contact's e-mail (or name, without one)"),
  }),
  response: erased,
});

export const eraseAccount = endpoint({
  method: "POST",
  path: "/accounts/:id/erasure",
  summary: "Erase a customer's data for good",
  description:
    "Fields, texts, conversations, notes, properties of events, records of the company's own kinds, ids in other systems, the people who belong to no other account, and the customer's name and domains wherever they stand. Contracts, renewals and counts remain under a tombstone without a name, so that retention stays true. Nothing brings it back.",
  params: idParams,
  body: z.object({ confirmation: z.string().max(500).describe("The account's name") }),
  response: erased.extend({ contacts: z.number().describe("People erased with it") }),
});

import { z } from "zod";
import { accountReference } from "./contacts.ts";
import { endpoint, idParams, instantText, listQuery, page } from "./endpoint.ts";

/** Something a contact did in the product. Never edited. */
export const eventSchema = z.object({
  id: z.uuid(),
  accountId: z.uuid(),
  contactId: z.uuid().nullable(),
  name: z.string(),
  at: instantText,
  count: z.number().int().describe("How many occurrences this row stands for"),
  properties: z.record(z.string(), z.unknown()),
  messageId: z.string().nullable(),
  receivedAt: instantText,
});
export type Event = z.infer<typeof eventSchema>;

/** One event as it comes in. The account may be named, or follows from the subscription or the contact. */
export const eventInput = z.object({
  name: z.string().trim().describe("1 to 200 characters"),
  at: z.string().describe("Instant, RFC 3339"),
  messageId: z
    .string()
    .trim()
    .min(1)
    .max(255)
    .nullish()
    .describe("Sent again, the event is not counted again"),
  account: accountReference.nullish(),
  accountId: z.string().nullish(),
  contact: z
    .object({ id: z.string().optional(), externalId: z.string().optional(), email: z.string().optional() })
    .nullish(),
  subscription: z.object({ externalId: z.string() }).nullish(),
  count: z.number().default(1).describe("One row for N occurrences: a whole number from 1"),
  properties: z.record(z.string(), z.unknown()).nullish(),
});
export type EventInput = z.input<typeof eventInput>;

export const eventResult = z.object({
  status: z.enum(["recorded", "duplicate", "conflicting", "rejected"]),
  problems: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type EventResult = z.infer<typeof eventResult>;

export const listEvents = endpoint({
  method: "GET",
  path: "/events",
  summary: "List events, newest first",
  query: listQuery.pick({ limit: true, cursor: true }).extend({
    accountId: z.uuid().optional(),
    contactId: z.uuid().optional(),
    name: z.string().optional().describe("The event's exact name"),
    from: instantText.optional(),
    to: instantText.optional().describe("Exclusive"),
  }),
  response: page(eventSchema),
});
export const recordEvents = endpoint({
  method: "POST",
  path: "/events",
  summary: "Record events",
  description:
    "Up to 10,000 at once; every row is answered by itself. An event whose messageId was recorded before is a duplicate " +
    "(conflicting, where it says something else) and is not counted again.",
  body: z.union([
    z.object({ items: z.array(eventInput).max(10_000), source: z.string().default("app") }),
    eventInput,
  ]),
  response: z.object({
    recorded: z.number(),
    duplicate: z.number(),
    conflicting: z.number(),
    rejected: z.number(),
    results: z.array(eventResult),
  }),
  status: 201,
});
export const listEventNames = endpoint({
  method: "GET",
  path: "/event-names",
  summary: "List the names of events seen so far, with when and how often they occurred lately",
  response: page(
    z.object({
      name: z.string(),
      lastDay: z.string().nullable(),
      count30d: z.number(),
      accounts30d: z.number(),
    }),
  ),
});

export const writeKeySchema = z.object({
  id: z.uuid(),
  name: z.string(),
  hint: z.string().describe("The key's last characters, to recognise it by"),
  createdAt: instantText,
  createdByName: z.string(),
  lastUsedAt: instantText.nullable(),
  revokedAt: instantText.nullable(),
});
export type WriteKey = z.infer<typeof writeKeySchema>;
export const listWriteKeys = endpoint({
  method: "GET",
  path: "/write-keys",
  summary: "List the write keys of event ingest",
  response: page(writeKeySchema),
});
export const createWriteKey = endpoint({
  method: "POST",
  path: "/write-keys",
  summary: "Make one write key for event ingest",
  description: "The key is shown in this answer and never again. It can send events and nothing else.",
  body: z.object({ name: z.string().trim().min(1).max(200) }),
  response: z.object({ writeKey: writeKeySchema, key: z.string() }),
  status: 201,
});
export const revokeWriteKey = endpoint({
  method: "DELETE",
  path: "/write-keys/:id",
  summary: "Revoke one write key",
  params: idParams,
  response: writeKeySchema,
});

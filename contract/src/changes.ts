import { z } from "zod";
import { endpoint, instantText } from "./endpoint.ts";

/** Who did something. */
export const actorSchema = z.object({ kind: z.string(), id: z.string(), name: z.string() });

export const changeSchema = z.object({
  cursor: z.string(),
  name: z.string().describe("In the past tense: account.created, renewal.closed …"),
  object: z.string(),
  objectId: z.uuid().nullable(),
  accountId: z.uuid().nullable(),
  at: instantText,
  actor: actorSchema,
  payload: z.record(z.string(), z.unknown()),
});
export type FeedChange = z.infer<typeof changeSchema>;

export const listChanges = endpoint({
  method: "GET",
  path: "/changes",
  summary: "Read the change feed on from a cursor",
  description:
    "Oldest first. `nextCursor` is never null: ask again with it later to go on. Nothing appears behind a cursor.",
  query: z.object({
    cursor: z
      .string()
      .max(60)
      .optional()
      .describe("`nextCursor` of the answer before; from the start without"),
    limit: z.coerce.number().int().min(1).max(1000).default(100),
  }),
  response: z.object({ items: z.array(changeSchema), nextCursor: z.string() }),
});

export const streamChanges = endpoint({
  method: "GET",
  path: "/changes/stream",
  summary: "Be told of changes as they happen (server-sent events)",
  description:
    "Messages named `changes` hold a list of `{ name, object, objectId, accountId }`; a null id means any of them. Nothing is replayed: programs that must not miss anything read `/changes` with a cursor.",
  response: z.string().describe("text/event-stream"),
});

import { z } from "zod";
import { actorSchema } from "./changes.ts";
import { endpoint, instantText, page } from "./endpoint.ts";

export const auditEntrySchema = z.object({
  id: z.uuid(),
  at: instantText,
  command: z.string().describe("What was done: accounts.update, sign-in …"),
  actor: actorSchema,
  requestId: z.string(),
  object: z.string(),
  objectId: z.uuid().nullable(),
  accountId: z.uuid().nullable(),
  changes: z
    .record(z.string(), z.tuple([z.unknown(), z.unknown()]))
    .describe("By field: what it was, what it became"),
  events: z.array(z.string()),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export const listAudit = endpoint({
  method: "GET",
  path: "/audit",
  summary: "List what was written, by whom and when, newest first",
  query: z.object({
    limit: z.coerce.number().int().min(1).max(1000).default(100),
    cursor: z.string().max(200).optional(),
    objectId: z.uuid().optional(),
    actorId: z.string().max(100).optional(),
    command: z.string().max(100).optional(),
    from: instantText.optional().describe("At or after"),
    to: instantText.optional().describe("Before"),
  }),
  response: page(auditEntrySchema),
});

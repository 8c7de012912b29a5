import { z } from "zod";
import { endpoint, idParams, instantText, page } from "./endpoint.ts";

export const timelineKinds = [
  "note",
  "message",
  "task",
  "project",
  "meeting",
  "renewal",
  "segment",
  "health",
  "indicator",
  "risk",
  "ticket",
  "playbook",
  "account",
  "contact",
  "survey",
] as const;
export type TimelineKind = (typeof timelineKinds)[number];

export const timelineItem = z.object({
  id: z.string().describe("Unique on the timeline"),
  kind: z.enum(timelineKinds),
  /** What happened: `note.written`, `message.received`, `renewal.closed` … */
  name: z.string(),
  at: instantText,
  title: z.string(),
  text: z.string().nullable(),
  actor: z.string().nullable(),
  object: z.string(),
  objectId: z.string().nullable(),
  payload: z.record(z.string(), z.unknown()),
});
export type TimelineItem = z.infer<typeof timelineItem>;

export const accountTimeline = endpoint({
  method: "GET",
  path: "/accounts/:id/timeline",
  summary: "Read what happened with an account, newest first",
  params: idParams,
  query: z.object({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(500).optional(),
    kinds: z.string().max(200).optional().describe("Comma-separated: note,message,task …"),
    text: z.string().trim().max(200).optional().describe("Only what contains this text"),
  }),
  response: page(timelineItem),
});

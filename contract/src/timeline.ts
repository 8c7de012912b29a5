import { z } from "zod";
import { endpoint, idParams, instantText, momentText, page } from "./endpoint.ts";

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
  accountId: z.uuid().nullable(),
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

const timelineQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
  kinds: z.string().max(200).optional().describe("Comma-separated: note,message,task …"),
  asOf: momentText.optional().describe("What had happened by then, as it was then"),
  text: z.string().trim().max(200).optional().describe("Only what contains this text"),
});

const timelineOf = <const Path extends string>(path: Path, summary: string) =>
  endpoint({
    method: "GET",
    path,
    summary,
    params: idParams,
    query: timelineQuery,
    response: page(timelineItem),
    readsPast: true,
  });

export const accountTimeline = timelineOf(
  "/accounts/:id/timeline",
  "Read what happened with an account, newest first",
);
export const organizationTimeline = timelineOf(
  "/organizations/:id/timeline",
  "Read what happened with an organization's accounts, newest first",
);
export const contactTimeline = timelineOf(
  "/contacts/:id/timeline",
  "Read what a contact had part in, newest first: mail, notes about them, tickets, tasks",
);

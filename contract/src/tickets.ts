import { z } from "zod";
import { accountReference } from "./contacts.ts";
import type { FieldSpec } from "./fields.ts";
import { recordEndpoints } from "./records.ts";

export const ticketStatuses = [
  { value: "open", label: "Open", tone: "warn" },
  { value: "pending", label: "Pending", tone: "accent" },
  { value: "solved", label: "Solved", tone: "good" },
] as const;
export const ticketPriorities = [
  { value: "low", label: "Low", tone: "neutral" },
  { value: "normal", label: "Normal", tone: "neutral" },
  { value: "high", label: "High", tone: "warn" },
  { value: "urgent", label: "Urgent", tone: "bad" },
] as const;
export const ticketKinds = [
  { value: "installation", label: "Installation" },
  { value: "training", label: "Training" },
  { value: "maintenance", label: "Maintenance" },
  { value: "troubleshooting", label: "Troubleshooting" },
  { value: "upgrade", label: "Upgrade" },
  { value: "ending-service", label: "Ending service" },
  { value: "other", label: "Other" },
] as const;

/** Built-in fields of a ticket. */
export const ticketFields = [
  { slug: "subject", label: "Subject", type: "text" },
  { slug: "status", label: "Status", type: "select", options: ticketStatuses, isRequired: true },
  { slug: "priority", label: "Priority", type: "select", options: ticketPriorities },
  { slug: "kind", label: "Kind", type: "select", options: ticketKinds },
  { slug: "requesterId", label: "Requester", type: "contact" },
  { slug: "openedAt", label: "Opened", type: "instant", isRequired: true },
  { slug: "firstResponseAt", label: "First response", type: "instant" },
  { slug: "solvedAt", label: "Solved", type: "instant" },
  { slug: "reopenedCount", label: "Reopened", type: "integer" },
  { slug: "escalated", label: "Escalated", type: "boolean" },
  { slug: "csat", label: "CSAT", type: "number" },
  { slug: "assignee", label: "Assignee", type: "text" },
  { slug: "url", label: "Link", type: "url" },
] as const satisfies readonly FieldSpec[];

export const tickets = recordEndpoints({
  plural: "tickets",
  keepsPast: true,
  label: "ticket",
  fields: ticketFields,
  more: { accountId: z.uuid() },
  moreInput: { account: accountReference.optional(), requesterEmail: z.string().nullish() },
});
export type Ticket = z.infer<typeof tickets.record>;

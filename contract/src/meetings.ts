import { z } from "zod";
import { accountReference } from "./contacts.ts";
import type { FieldSpec } from "./fields.ts";
import { recordEndpoints } from "./records.ts";

export const meetingKinds = [
  { value: "kickoff", label: "Kick-off" },
  { value: "check-in", label: "Check-in" },
  { value: "health-check", label: "Health check" },
  { value: "business-review", label: "Business review" },
  { value: "renewal-call", label: "Renewal call" },
  { value: "training", label: "Training" },
  { value: "other", label: "Other" },
] as const;
export const meetingStatuses = [
  { value: "scheduled", label: "Scheduled", tone: "accent" },
  { value: "held", label: "Held", tone: "good" },
  { value: "missed", label: "Missed", tone: "bad" },
  { value: "cancelled", label: "Cancelled", tone: "neutral" },
] as const;
/** Who did not come. */
export const meetingAbsents = [
  { value: "customer", label: "The customer" },
  { value: "us", label: "We" },
] as const;

/** Built-in fields of a meeting. */
export const meetingFields = [
  { slug: "accountId", label: "Account", type: "account", isReadOnly: true },
  { slug: "kind", label: "Kind", type: "select", options: meetingKinds },
  { slug: "subject", label: "Subject", type: "text" },
  { slug: "at", label: "Begins", type: "instant", isRequired: true },
  { slug: "endsAt", label: "Ends", type: "instant" },
  { slug: "status", label: "Status", type: "select", options: meetingStatuses, isRequired: true },
  { slug: "missedBy", label: "Who did not come", type: "select", options: meetingAbsents },
  { slug: "authorId", label: "Host", type: "teammate" },
  { slug: "attendees", label: "Attendees", type: "text-list", description: "Their e-mail addresses" },
  { slug: "body", label: "Notes", type: "long-text" },
  { slug: "outcome", label: "Outcome", type: "text" },
  { slug: "nextStep", label: "Next step", type: "text" },
] as const satisfies readonly FieldSpec[];

export const meetings = recordEndpoints({
  plural: "meetings",
  keepsPast: true,
  label: "meeting",
  fields: meetingFields,
  more: {
    accountName: z.string().nullable(),
    authorName: z.string().nullable(),
    renewalId: z.uuid().nullable(),
  },
  moreInput: {
    account: accountReference.optional(),
    author: z.string().max(320).nullish().describe("A teammate's e-mail or name, in place of authorId"),
    renewalId: z.uuid().nullish(),
  },
});
export type Meeting = z.infer<typeof meetings.record>;

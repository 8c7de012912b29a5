import {
  accountNeed,
  accountReference,
  contactReference,
  externalId,
  type ImportField,
  type ImportFields,
} from "./import-field.ts";
import { ticketKindWords, ticketPriorityWords, ticketStatusWords } from "./words.ts";

const subscriptionReference: ImportField = {
  field: "subscription.externalId",
  type: "text",
  synonyms: ["subscription id", "subscription"],
};

export const eventImportFields: ImportFields = {
  object: "events",
  nouns: ["event", "usage", "message"],
  others: "properties",
  needs: [
    ["name"],
    ["at"],
    [...accountNeed, "contact.externalId", "contact.email", "subscription.externalId"],
  ],
  families: [{ prefix: "properties.", type: "text" }],
  fields: [
    { field: "messageId", type: "text", synonyms: ["event id", "usage id", "id", "message id", "uuid"] },
    {
      field: "name",
      type: "text",
      synonyms: ["event", "event name", "event type", "feature name", "feature", "action", "type"],
    },
    {
      field: "at",
      type: "instant",
      synonyms: [
        "timestamp",
        "date",
        "event date",
        "usage date",
        "week start",
        "occurred at",
        "time",
        "day",
        "created at",
      ],
    },
    ...accountReference,
    ...contactReference,
    subscriptionReference,
    {
      field: "count",
      type: "integer",
      synonyms: ["event count", "usage count", "occurrences", "times", "quantity"],
    },
  ],
};

export const metricValueImportFields: ImportFields = {
  object: "metric-values",
  nouns: ["metric"],
  others: "metrics",
  needs: [
    [...accountNeed, "contact.externalId", "contact.email"],
    ["on", "month"],
  ],
  fields: [
    ...accountReference,
    ...contactReference,
    {
      field: "on",
      type: "date",
      synonyms: ["date", "day", "as of", "usage date", "week", "week start", "snapshot date"],
    },
    { field: "month", type: "month", synonyms: ["period", "month start", "usage month"] },
  ],
};

export const ticketImportFields: ImportFields = {
  object: "tickets",
  nouns: ["ticket", "case", "issue", "conversation", "support ticket"],
  others: "traits",
  needs: [accountNeed, ["openedAt"]],
  fields: [
    externalId(),
    ...accountReference,
    {
      field: "requester.email",
      type: "email",
      synonyms: ["requester email", "requester", "contact email", "email", "user email"],
    },
    { field: "subject", type: "text", synonyms: ["title", "summary", "topic"] },
    { field: "status", type: "select", words: ticketStatusWords, synonyms: ["state"] },
    { field: "priority", type: "select", words: ticketPriorityWords, synonyms: ["severity", "urgency"] },
    { field: "kind", type: "select", words: ticketKindWords, synonyms: ["type", "category", "issue type"] },
    {
      field: "openedAt",
      type: "instant",
      synonyms: ["submitted at", "created at", "opened", "created", "open date", "created date", "submitted"],
    },
    { field: "firstResponseAt", type: "instant", synonyms: ["first reply at", "first responded at"] },
    {
      field: "firstResponseMinutes",
      type: "number",
      synonyms: ["first response time minutes", "first reply time minutes", "first response time"],
    },
    {
      field: "solvedAt",
      type: "instant",
      synonyms: [
        "closed at",
        "resolved at",
        "solved",
        "closed",
        "resolved",
        "closed date",
        "resolution date",
      ],
    },
    {
      field: "resolutionHours",
      type: "number",
      synonyms: ["resolution time hours", "resolution time", "time to resolve hours"],
    },
    { field: "reopenedCount", type: "integer", synonyms: ["reopens", "reopened", "reopen count"] },
    { field: "escalated", type: "boolean", synonyms: ["escalation flag", "is escalated", "escalation"] },
    {
      field: "csat",
      type: "number",
      synonyms: ["satisfaction score", "satisfaction", "csat score", "satisfaction rating"],
    },
    { field: "assignee", type: "text", synonyms: ["assigned to", "owner", "agent", "assignee name"] },
    { field: "url", type: "url", synonyms: ["link"] },
  ],
};

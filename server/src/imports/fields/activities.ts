import {
  accountNeed,
  accountReference,
  contactReference,
  externalId,
  type ImportField,
  type ImportFields,
} from "./import-field.ts";
import { meetingKindWords, meetingStatusWords } from "./words.ts";

const author: ImportField = {
  field: "author",
  type: "text",
  synonyms: ["author email", "created by", "owner", "csm", "written by"],
};
const at: ImportField = {
  field: "at",
  type: "instant",
  synonyms: ["date", "created at", "timestamp", "time", "when", "start time", "starts at"],
};
const body: ImportField = {
  field: "body",
  type: "long-text",
  synonyms: ["text", "note", "notes", "content", "description", "comment", "summary"],
};

export const surveyResponseImportFields: ImportFields = {
  object: "survey-responses",
  nouns: ["response", "survey response", "answer"],
  others: "nothing",
  needs: [["score"], ["at"], [...accountNeed, "contact.externalId", "contact.email"]],
  fields: [
    externalId("response id"),
    { field: "survey", type: "text", synonyms: ["survey name", "survey type", "type"] },
    ...accountReference,
    ...contactReference,
    { field: "score", type: "number", synonyms: ["rating", "nps", "nps score", "csat", "ces", "value"] },
    {
      field: "comment",
      type: "long-text",
      synonyms: ["comments", "feedback", "feedback text", "verbatim", "reason"],
    },
    {
      field: "at",
      type: "instant",
      synonyms: ["date", "responded at", "submitted at", "response date", "created at", "timestamp"],
    },
  ],
};

export const noteImportFields: ImportFields = {
  object: "notes",
  nouns: ["note"],
  others: "traits",
  needs: [accountNeed, ["body"]],
  fields: [
    externalId(),
    ...accountReference,
    author,
    at,
    { field: "category", type: "text", synonyms: ["type", "kind"] },
    { field: "title", type: "text", synonyms: ["subject"] },
    body,
  ],
};

export const meetingImportFields: ImportFields = {
  object: "meetings",
  nouns: ["meeting", "call", "event"],
  others: "traits",
  needs: [accountNeed, ["at"]],
  fields: [
    externalId(),
    ...accountReference,
    author,
    at,
    {
      field: "kind",
      type: "select",
      words: meetingKindWords,
      synonyms: ["type", "category", "meeting type"],
    },
    { field: "title", type: "text", synonyms: ["subject"] },
    { field: "endsAt", type: "instant", synonyms: ["end", "end time", "ends at"] },
    body,
    { field: "status", type: "select", words: meetingStatusWords, synonyms: ["state", "outcome"] },
    { field: "attendees", type: "text-list", synonyms: ["participants", "attendee emails", "guests"] },
  ],
};

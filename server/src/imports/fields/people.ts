import { accountReference, externalId, type ImportFields } from "./import-field.ts";
import { stakeholderRoleWords } from "./words.ts";

export const organizationImportFields: ImportFields = {
  object: "organizations",
  nouns: ["organization", "organisation", "parent", "group", "district", "holding"],
  others: "traits",
  needs: [["name", "externalId"]],
  fields: [
    externalId("crm id"),
    { field: "name", type: "text", synonyms: ["legal name", "display name"] },
    { field: "domains", type: "text-list", synonyms: ["domain", "website"] },
  ],
};

export const contactImportFields: ImportFields = {
  object: "contacts",
  nouns: ["contact", "user", "person", "member", "customer contact"],
  others: "traits",
  needs: [["externalId", "email"]],
  fields: [
    externalId("crm id"),
    { field: "name", type: "text", synonyms: ["full name", "display name"] },
    { field: "email", type: "email", synonyms: ["e mail", "email address", "mail"] },
    { field: "title", type: "text", synonyms: ["job title", "position"] },
    { field: "phone", type: "text", synonyms: ["phone number", "telephone", "mobile"] },
    ...accountReference,
    {
      field: "stakeholderRole",
      type: "select",
      words: stakeholderRoleWords,
      synonyms: ["role", "contact role"],
    },
    { field: "timeZone", type: "text", synonyms: ["timezone", "tz"] },
    { field: "language", type: "text", synonyms: ["locale", "preferred language"] },
    {
      field: "deactivatedOn",
      type: "date",
      synonyms: ["deactivated at", "deactivated", "left on", "disabled at"],
    },
  ],
};

export const teammateImportFields: ImportFields = {
  object: "teammates",
  nouns: ["teammate", "employee", "user", "csm", "rep", "owner"],
  others: "nothing",
  needs: [["email", "externalId"]],
  fields: [
    externalId("employee number"),
    { field: "name", type: "text", synonyms: ["full name", "display name"] },
    { field: "email", type: "email", synonyms: ["e mail", "email address", "work email"] },
    { field: "managerEmail", type: "email", synonyms: ["manager", "reports to"] },
    { field: "team", type: "text", synonyms: ["department", "group"] },
    { field: "region", type: "text", synonyms: ["territory"] },
    { field: "role", type: "text", synonyms: ["permission role"] },
  ],
};

import { externalId, type ImportFields, organizationReference } from "./import-field.ts";
import { tierWords, touchModelWords } from "./words.ts";

export const accountImportFields: ImportFields = {
  object: "accounts",
  nouns: ["account", "customer", "company", "client", "tenant", "workspace", "group"],
  others: "traits",
  needs: [["externalId", "name", "domains"]],
  families: [{ prefix: "keyRole.", type: "text" }],
  fields: [
    externalId("crm id", "salesforce id", "hubspot id"),
    { field: "name", type: "text", synonyms: ["legal name", "display name"] },
    { field: "domains", type: "text-list", synonyms: ["domain", "website", "web site", "email domain"] },
    ...organizationReference,
    { field: "industry", type: "text", synonyms: ["sector", "vertical"] },
    { field: "country", type: "text", synonyms: ["country code", "billing country"] },
    { field: "region", type: "text", synonyms: ["territory", "geo"] },
    {
      field: "employeeCount",
      type: "integer",
      synonyms: ["employees", "headcount", "number of employees", "company size"],
    },
    { field: "plan", type: "text", synonyms: ["plan tier", "plan name", "plan type", "package", "edition"] },
    { field: "tier", type: "select", words: tierWords, synonyms: ["segment tier"] },
    { field: "touchModel", type: "select", words: touchModelWords, synonyms: ["touch", "coverage model"] },
    { field: "currency", type: "text", synonyms: ["currency code"] },
    { field: "timeZone", type: "text", synonyms: ["timezone", "tz"] },
    {
      field: "seatsLicensed",
      type: "integer",
      synonyms: ["seats", "licensed seats", "licenses", "licences", "seat count"],
    },
    {
      field: "customerSince",
      type: "date",
      synonyms: ["signup date", "sign up date", "signed up", "start date", "created date", "since"],
    },
    {
      field: "arr",
      type: "currency",
      synonyms: ["arr amount", "annual recurring revenue", "annual revenue", "acv"],
    },
    { field: "mrr", type: "currency", synonyms: ["mrr amount", "monthly recurring revenue"] },
    {
      field: "nextRenewalOn",
      type: "date",
      synonyms: ["renewal date", "next renewal", "next renewal date", "renews on", "contract end date"],
    },
    {
      field: "keyRole.csm",
      type: "text",
      synonyms: ["csm", "csm email", "csm name", "customer success manager", "success manager"],
    },
    {
      field: "keyRole.account-manager",
      type: "text",
      synonyms: ["account manager", "am", "account owner", "owner", "account manager email"],
    },
  ],
};

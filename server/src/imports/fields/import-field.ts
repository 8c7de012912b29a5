import type { Words } from "./words.ts";

/** How a cell is read for a field. */
export type ValueType =
  | "text"
  | "long-text"
  | "text-list"
  | "number"
  | "integer"
  | "currency"
  | "percentage"
  | "boolean"
  | "date"
  | "instant"
  | "month"
  | "email"
  | "url"
  | "select";

/** One field by which rows are imported. */
export type ImportField = {
  /** Its name in maps: `name`, `account.externalId`. */
  field: string;
  type: ValueType;
  /** Headers under which other systems give it, in words: `account number`. The field's own name need not be repeated. */
  synonyms?: readonly string[];
  /** For a select: our words and theirs. */
  words?: Words;
};

/** Fields of one kind and any name: `keyRole.csm`, `properties.plan`. */
export type FieldFamily = { prefix: string; type: ValueType };

/** All that a file of one kind of rows may bring. */
export type ImportFields = {
  object: string;
  /** What other systems call such a record: `account`, `customer`, so that `customer_name` is its name. */
  nouns: readonly string[];
  fields: readonly ImportField[];
  families?: readonly FieldFamily[];
  /** What a column becomes that is no field. */
  others: "traits" | "properties" | "metrics" | "nothing";
  /** Groups of fields of which a file must have at least one each, lest no row could be imported. */
  needs: readonly (readonly string[])[];
};

const accountNouns = ["account", "customer", "company", "client", "tenant", "workspace"];
const withNouns = (nouns: readonly string[], ...words: string[]) =>
  nouns.flatMap((noun) => words.map((word) => `${noun} ${word}`));

/** The ways in which a row names its account. `account` alone may be any of the three. */
export const accountReference: readonly ImportField[] = [
  { field: "account", type: "text", synonyms: accountNouns },
  {
    field: "account.externalId",
    type: "text",
    synonyms: [...withNouns(accountNouns, "id", "number", "no", "key", "external id"), "group id"],
  },
  { field: "account.name", type: "text", synonyms: withNouns(accountNouns, "name") },
  { field: "account.domain", type: "text", synonyms: [...withNouns(accountNouns, "domain"), "domain"] },
];

export const accountNeed: readonly string[] = accountReference.map(({ field }) => field);

/** The ways in which a row names its contact. */
export const contactReference: readonly ImportField[] = [
  {
    field: "contact.externalId",
    type: "text",
    synonyms: withNouns(["contact", "user", "person", "member", "end user"], "id", "external id"),
  },
  {
    field: "contact.email",
    type: "email",
    synonyms: [...withNouns(["contact", "user", "person", "member"], "email", "e mail"), "email"],
  },
];

/** The ways in which a row names its organization. */
export const organizationReference: readonly ImportField[] = [
  {
    field: "organization.externalId",
    type: "text",
    synonyms: withNouns(["organization", "organisation", "parent", "parent account"], "id"),
  },
  {
    field: "organization.name",
    type: "text",
    synonyms: [
      "organization",
      "organisation",
      "parent",
      "organization name",
      "parent name",
      "parent account",
    ],
  },
];

export const externalId = (...synonyms: string[]): ImportField => ({
  field: "externalId",
  type: "text",
  synonyms: ["id", "key", "number", ...synonyms],
});

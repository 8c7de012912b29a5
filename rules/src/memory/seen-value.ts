import type { Field, FieldType } from "../catalog.ts";
import type { Seen } from "../operators/operator.ts";
import { isDecimal } from "../values/decimal.ts";

/** A record as plain values under the keys its catalog names; lists of plain records for relations and events. */
export type PlainRecord = Readonly<Record<string, unknown>>;

/** The field's value in the record, read by its type; `null` when missing. Throws when it is of another type. */
export function seenValue(field: Field, record: PlainRecord): Seen {
  const path = typeof field.memory === "string" ? [field.memory] : (field.memory ?? [field.slug]);
  let value: unknown = record;
  for (const key of path) value = ownValue(value, key);
  return readValue(field, value);
}

/** A plain value read by the field's type. */
export function readValue(field: Field, value: unknown): Seen {
  if (field.type === "segment") return value === true;
  if (isMissing(value)) return null;
  if (field.freeJson === true && field.type !== "any" && typeof value !== jsonTypes[field.type]) return null;
  const read = readers[field.type](value);
  if (read === undefined)
    throw new TypeError(`“${field.slug}” holds ${typeof value}, which is no ${field.type}.`);
  return read;
}

const jsonTypes: Partial<Record<FieldType, string>> = {
  text: "string",
  number: "number",
  boolean: "boolean",
};

/** Only what the record itself holds: never what its prototype brings. */
export function ownValue(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as PlainRecord)[key];
}

/** Nothing stored, an empty text, an empty list. */
function isMissing(value: unknown): boolean {
  return (
    value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)
  );
}

const text = (value: unknown) => (typeof value === "string" ? value : undefined);
const decimal = (value: unknown) => (isDecimal(value) ? value : undefined);

const texts = (value: unknown) =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : undefined;

const readers: Record<Exclude<FieldType, "segment">, (value: unknown) => Seen | undefined> = {
  text,
  "long-text": text,
  url: text,
  email: text,
  select: text,
  teammate: text,
  contact: text,
  account: text,
  organization: text,
  number: decimal,
  integer: decimal,
  currency: decimal,
  percentage: decimal,
  score: decimal,
  boolean: (value) => (typeof value === "boolean" ? value : undefined),
  date: (value) =>
    typeof value === "string" || value instanceof Temporal.PlainDate
      ? Temporal.PlainDate.from(value)
      : undefined,
  instant: (value) =>
    typeof value === "string" || value instanceof Temporal.Instant ? Temporal.Instant.from(value) : undefined,
  "multi-select": texts,
  "text-list": texts,
  any: (value) => JSON.stringify(value),
};

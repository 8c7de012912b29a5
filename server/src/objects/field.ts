import type { FieldType, Option, TraitFormat, TraitOwner, TraitValidation } from "@perennial/contract";
import type { Json } from "../kernel/command.ts";
import { isId } from "../kernel/ids.ts";

/** A field of an object type: built in, trait, key role, or derived by the live engine. */
export type Field = {
  object: string;
  /** How rules, lists, imports and the API name it: `name`, `trait:plan_x`, `metric:logins_30d`. */
  slug: string;
  label: string;
  group: string;
  type: FieldType;
  options?: readonly Option[];
  /** Where it is stored: the record's own table, or the 1:1 table of derived values. */
  column: { table: "record" | "derived"; name: string };
  origin: "built-in" | "trait" | "key-role" | "derived";
  isEditable: boolean;
  isRequired?: boolean;
  description?: string;
  /** Of a derived field: its changes are kept in the history, as those of all other fields are. */
  isTracked?: boolean;
  /** Of another name of a derived field: the slug under which its changes are kept. */
  historyOf?: string;
  /** Of a derived field: it follows from facts that carry their dates, so that it can be worked out as of an earlier day. */
  isDated?: boolean;
  /** Of a calculated trait. */
  formula?: string;
  /** Of a trait: what its values must be, how they are shown, who has the last word about them. */
  validation?: TraitValidation;
  format?: TraitFormat;
  owner?: TraitOwner;
};

const columnTypes: Record<FieldType, string> = {
  text: "text",
  "long-text": "text",
  number: "numeric",
  integer: "integer",
  currency: "numeric(20,4)",
  percentage: "numeric",
  boolean: "boolean",
  date: "date",
  instant: "timestamptz",
  select: "text",
  "multi-select": "text[]",
  "text-list": "text[]",
  url: "text",
  email: "text",
  teammate: "uuid",
  contact: "uuid",
  account: "uuid",
  organization: "uuid",
};

/** The PostgreSQL type of a field's column. */
export function columnTypeOf(type: FieldType): string {
  return columnTypes[type];
}

export type Parsed = { value: Json } | { problem: string };
const decimal = /^-?\d{1,16}(\.\d+)?$/;
const longestText = 10_000;
const longestLongText = 200_000;

/**
 * Checks a value that came from outside against a field, and gives it in the form it is stored in:
 * text trimmed, numbers as decimal strings, select options by their value. Empty text is null.
 */
export function parseFieldValue(field: Field, raw: unknown): Parsed {
  if (raw === null || raw === undefined || (typeof raw === "string" && raw.trim() === "")) {
    return field.isRequired ? { problem: `${field.label} is required` } : { value: null };
  }
  return parsers[field.type](raw, field);
}

const parsers: Record<FieldType, (raw: unknown, field: Field) => Parsed> = {
  text: (raw) => parseText(raw, longestText),
  "long-text": (raw) => parseText(raw, longestLongText),
  number: parseNumber,
  currency: parseNumber,
  percentage: parseNumber,
  integer: (raw) => {
    const parsed = parseNumber(raw);
    if ("problem" in parsed) return parsed;
    const number = Number(parsed.value);
    return Number.isInteger(number) && Math.abs(number) <= 2_147_483_647
      ? { value: number }
      : { problem: `“${raw}” is not a whole number` };
  },
  boolean: (raw) => {
    const text = String(raw).trim().toLowerCase();
    if (["true", "yes", "y", "1", "on"].includes(text)) return { value: true };
    if (["false", "no", "n", "0", "off"].includes(text)) return { value: false };
    return { problem: `“${raw}” is neither yes nor no` };
  },
  date: (raw) => {
    const text = String(raw).trim();
    try {
      if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new RangeError();
      return { value: Temporal.PlainDate.from(text, { overflow: "reject" }).toString() };
    } catch {
      return { problem: `“${text}” is not a date of the form YYYY-MM-DD` };
    }
  },
  instant: (raw) => {
    try {
      return { value: Temporal.Instant.from(String(raw).trim()).toString() };
    } catch {
      return { problem: `“${raw}” is not an instant such as 2026-11-23T07:30:00Z` };
    }
  },
  select: (raw, field) => parseOption(raw, field),
  "multi-select": (raw, field) => {
    const parsed = (Array.isArray(raw) ? raw : [raw]).map((each) => parseOption(each, field));
    const wrong = parsed.find((each) => "problem" in each);
    if (wrong) return wrong;
    return { value: parsed.flatMap((each) => ("value" in each ? [each.value] : [])) };
  },
  "text-list": (raw) => {
    const items = Array.isArray(raw) ? raw : String(raw).split(/[,;\s]+/);
    const texts = items.map((item) => String(item).trim()).filter((item) => item !== "");
    const wrong = texts.find((text) => text.length > 255 || text.includes("\0"));
    return wrong === undefined ? { value: texts } : { problem: `“${wrong.slice(0, 40)}…” is too long` };
  },
  url: (raw) => {
    const text = String(raw).trim();
    return URL.canParse(text) && /^https?:/i.test(text)
      ? { value: text }
      : { problem: `“${text}” is not a web address beginning with http:// or https://` };
  },
  email: (raw) => {
    const text = String(raw).trim();
    return /^[^\s@]+@[^\s@]+$/.test(text) && text.length <= 320
      ? { value: text }
      : { problem: `“${text}” is not an e-mail address` };
  },
  teammate: parseReference,
  contact: parseReference,
  account: parseReference,
  organization: parseReference,
};

function parseText(raw: unknown, longest: number): Parsed {
  if (typeof raw === "object") return { problem: "expected text" };
  const text = String(raw).trim();
  if (text.includes("\0")) return { problem: "text may not hold the NUL character" };
  return text.length <= longest
    ? { value: text }
    : { problem: `longer than ${longest.toLocaleString("en")} characters` };
}

function parseNumber(raw: unknown): Parsed {
  const text = typeof raw === "number" ? plainNumber(raw) : String(raw).trim();
  return decimal.test(text) ? { value: text } : { problem: `“${String(raw).slice(0, 60)}” is not a number` };
}

/** Numbers that JavaScript would print with an exponent, written out. */
function plainNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const text = String(value);
  return text.includes("e") ? value.toFixed(12).replace(/\.?0+$/, "") : text;
}

function parseOption(raw: unknown, field: Field): Parsed {
  const text = String(raw).trim();
  const options = field.options ?? [];
  if (options.length === 0) return parseText(text, longestText);
  const wanted = text.toLowerCase();
  const found = options.find(
    (option) => option.value.toLowerCase() === wanted || option.label.toLowerCase() === wanted,
  );
  if (found) return { value: found.value };
  const allowed = options.map((option) => option.label).join(", ");
  return { problem: `“${text.slice(0, 60)}” is not one of: ${allowed}` };
}

function parseReference(raw: unknown): Parsed {
  return isId(String(raw)) ? { value: String(raw).toLowerCase() } : { problem: `“${raw}” is not an id` };
}

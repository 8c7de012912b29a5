import pg from "pg";

const { builtins } = pg.types;

type Parse = (text: string) => unknown;

/** PostgreSQL's `2026-11-23 07:33:41.123+00` (sessions run in UTC) as RFC 3339: `2026-11-23T07:33:41.123Z`. */
export function instantFromText(text: string): string {
  if (!text.endsWith("+00")) throw new RangeError(`Not an instant in UTC: ${text}`);
  return `${text.slice(0, -3).replace(" ", "T")}Z`;
}

/** An `int8` as a number. Throws beyond 2^53 - 1, where a number would silently be another one. */
export function safeIntegerFromText(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`Integer too large for a number: ${text}`);
  return value;
}

const asText: Parse = (text) => text;
const TEXT_ARRAY: number = 1009;
const splitArray: Parse = pg.types.getTypeParser(TEXT_ARRAY, "text");

function arrayOf(parse: Parse): Parse {
  return (text) =>
    (splitArray(text) as (string | null)[]).map((entry) => (entry === null ? null : parse(entry)));
}

const parsers = new Map<number, Parse>([
  [builtins.DATE, asText],
  [1182, arrayOf(asText)],
  [builtins.TIMESTAMPTZ, instantFromText],
  [1185, arrayOf(instantFromText)],
  [builtins.TIMESTAMP, asText],
  [1115, arrayOf(asText)],
  [builtins.INTERVAL, asText],
  [1187, arrayOf(asText)],
  [builtins.NUMERIC, asText],
  [1231, arrayOf(asText)],
  [builtins.INT8, safeIntegerFromText],
  [1016, arrayOf(safeIntegerFromText)],
]);

/**
 * How values come out of PostgreSQL: `date` as `YYYY-MM-DD`, `timestamptz` as RFC 3339 in UTC, `interval` as an ISO 8601
 * duration, `numeric` as its exact text, `int8` as a safe integer, `json(b)` as the value; arrays of them alike.
 */
export const typesFromText: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: string) {
    const parse = format === "binary" ? undefined : parsers.get(oid);
    return parse ?? pg.types.getTypeParser(oid, format as "text");
  },
};

import { type RawBuilder, sql } from "kysely";
import type { Json } from "../kernel/command.ts";
import { columnTypeOf, type Field } from "./field.ts";
import type { RecordWrite } from "./object-type.ts";

/** `"t_plan" text, "k_csm" uuid …` for a `jsonb_to_recordset` over these fields' columns. */
export function columnDefinitions(fields: readonly Field[]): RawBuilder<unknown> {
  return sql.join(
    fields.map((field) => sql`${sql.id(field.column.name)} ${sql.raw(columnTypeOf(field.type))}`),
  );
}

/** A row as the database gives it, as values by field slug. */
export function valuesOf(
  row: Readonly<Record<string, unknown>>,
  fields: Iterable<Field>,
): Record<string, Json> {
  const values: Record<string, Json> = {};
  for (const field of fields) values[field.slug] = (row[field.column.name] ?? null) as Json;
  return values;
}

/** Whether a write gives a field another value. */
export function isChanged(field: Field, { before, after }: Pick<RecordWrite, "before" | "after">): boolean {
  return !isSameValue(field, before[field.slug] ?? null, after[field.slug] ?? null);
}

/** Whether two stored values are the same: numbers by value (`10` and `10.0000`), all else by form. */
function isSameValue(field: Field, a: Json, b: Json): boolean {
  if (a === b) return true;
  if (a === null || b === null) return false;
  if (numericTypes.has(field.type)) return plainDecimal(String(a)) === plainDecimal(String(b));
  if (field.type === "instant") {
    return Temporal.Instant.compare(String(a), String(b)) === 0;
  }
  return JSON.stringify(a) === JSON.stringify(b);
}

const numericTypes = new Set(["number", "currency", "percentage", "integer"]);

function plainDecimal(text: string): string {
  const [whole = "0", fraction = ""] = text.replace(/^-/, "").split(".");
  const digits = `${whole.replace(/^0+(?=\d)/, "")}.${fraction.replace(/0+$/, "")}`;
  return text.startsWith("-") && digits !== "0." ? `-${digits}` : digits;
}

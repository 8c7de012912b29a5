import type { FieldType } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import type { Field } from "../field.ts";

/** So much of a text decides its place in a list. An index cannot hold a longer one than some 2,700 bytes. */
const decidingLength = sql.raw("200");
const folded = new Set<FieldType>(["text", "long-text", "email", "url"]);

/**
 * What records are sorted by, over the tables `r` and `r_d` of a list, or over the table itself for an index. The text of
 * both must be the same, or PostgreSQL does not see that the index serves the list.
 */
export function sortExpression(field: Field, over: "list" | "index"): RawBuilder<unknown> {
  const { table, name } = field.column;
  const column = over === "index" ? sql.id(name) : sql.id(table === "derived" ? "r_d" : "r", name);
  if (folded.has(field.type)) return sql`left(lower(${column}), ${decidingLength})`;
  return field.type === "select" ? sql`left(${column}, ${decidingLength})` : sql`${column}`;
}

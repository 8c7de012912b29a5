import type { GroupBy } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { type RawBuilder, sql } from "kysely";
import { problem } from "../kernel/errors.ts";
import type { Field } from "../objects/index.ts";

/** The key of a group: the value itself, or the first day of the period a date falls in. */
export function keySql(field: Field, group: GroupBy): RawBuilder<unknown> {
  const column = sql.id(field.column.table === "derived" ? "r_d" : "r", field.column.name);
  if (field.type === "multi-select" || field.type === "text-list") {
    throw problem(
      "invalid-input",
      `${field.label} can hold several values, so nothing can be grouped by it.`,
    );
  }
  if (group.by === undefined) return sql`${column}`;
  if (field.type !== "date") {
    throw problem("invalid-input", `${field.label} is not a date, so it has no ${group.by}.`, {
      fields: [{ path: "groupBy.by", message: "leave out" }],
    });
  }
  return sql`date_trunc(${sql.lit(group.by)}, ${column}::timestamp)::date`;
}

/** The condition that keeps the records of one group. */
export function drillOf(field: Field, group: GroupBy, key: string | null): RuleJson {
  if (key === null) return { subject: field.slug, op: "is-empty" };
  if (group.by !== undefined) {
    const from = Temporal.PlainDate.from(key);
    const to = endOf(from, group.by);
    return { subject: field.slug, op: "between", value: { from: key, to: to.toString() } };
  }
  if (field.type === "date") return { subject: field.slug, op: "on", value: key };
  if (field.type === "boolean") {
    const isSegment = field.slug.startsWith("segment:");
    if (isSegment) return { subject: field.slug, op: key === "true" ? "is-in" : "is-not-in" };
    return { subject: field.slug, op: "is", value: key === "true" };
  }
  if (["teammate", "contact", "account", "organization"].includes(field.type)) {
    return { subject: field.slug, op: "is-any-of", value: [key] };
  }
  if (["number", "integer", "currency", "percentage"].includes(field.type)) {
    return { subject: field.slug, op: "equals", value: key };
  }
  return { subject: field.slug, op: "is", value: key };
}

const lengths = {
  day: { days: 1 },
  week: { days: 7 },
  month: { months: 1 },
  quarter: { months: 3 },
  year: { years: 1 },
} as const;

function endOf(from: Temporal.PlainDate, by: NonNullable<GroupBy["by"]>): Temporal.PlainDate {
  return from.add(lengths[by]).subtract({ days: 1 });
}

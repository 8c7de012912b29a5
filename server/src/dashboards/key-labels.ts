import type { GroupBy } from "@perennial/contract";
import { sql } from "kysely";
import type { Db } from "../kernel/db.ts";
import type { Field } from "../objects/index.ts";
import { readRootCauses } from "../risks/index.ts";

type Label = (key: string | null) => string | undefined;

/** How people read the keys of each group: option labels, names of teammates and accounts, “Dec 2026”. */
export async function labelsOf(
  db: Db,
  groups: readonly { group: GroupBy; field: Field }[],
  rows: readonly Readonly<Record<string, string | number | null>>[],
): Promise<Label[]> {
  const labels: Label[] = [];
  for (const [index, { group, field }] of groups.entries()) {
    const keys = [
      ...new Set(rows.flatMap((row) => (row[`k${index}`] === null ? [] : [String(row[`k${index}`])]))),
    ];
    labels.push(await labelOf(db, group, field, keys));
  }
  return labels;
}

const tables: Partial<Record<Field["type"], string>> = {
  teammate: "teammates",
  account: "accounts",
  organization: "organizations",
  contact: "contacts",
};

async function labelOf(db: Db, group: GroupBy, field: Field, keys: string[]): Promise<Label> {
  const { by } = group;
  if (by !== undefined) return (key) => (key === null ? undefined : periodLabel(key, by));
  const table = tables[field.type];
  if (table !== undefined) {
    const { rows } = await sql<{ id: string; name: string }>`
      select id, name from ${sql.table(table)} where id = any(${keys}::uuid[])`.execute(db);
    const names = new Map(rows.map((row) => [row.id, row.name]));
    return (key) => (key === null ? "Nobody" : names.get(key));
  }
  // A renewal keeps the cause it was lost for as text: a defined one by its slug, or words of somebody's own.
  if (field.slug === "rootCause" && field.type === "text") {
    const names = new Map((await readRootCauses(db)).map(({ slug, name }) => [slug, name]));
    return (key) => (key === null ? undefined : names.get(key));
  }
  const options = new Map((field.options ?? []).map((option) => [option.value, option.label]));
  if (field.type === "boolean") return (key) => (key === null ? undefined : key === "true" ? "Yes" : "No");
  return (key) => (key === null ? undefined : options.get(key));
}

function periodLabel(key: string, by: NonNullable<GroupBy["by"]>): string {
  const date = Temporal.PlainDate.from(key);
  const month = date.toLocaleString("en", { month: "short", calendar: "iso8601" });
  if (by === "month") return `${month} ${date.year}`;
  if (by === "quarter") return `Q${Math.ceil(date.month / 3)} ${date.year}`;
  if (by === "year") return String(date.year);
  return `${date.day} ${month} ${date.year}`;
}

import { asksSinceWhen, type PlainRecord, type RuleNode } from "@perennial/rules";
import { sql } from "kysely";
import type { Db } from "../kernel/db.ts";
import { noAccount } from "../kernel/ids.ts";
import type { ObjectType } from "../objects/index.ts";

/** The changes of a record's fields that these nodes ask about, earliest first. */
export async function plainHistory(
  db: Db,
  type: ObjectType,
  record: PlainRecord,
  nodes: readonly RuleNode[],
): Promise<PlainRecord[]> {
  const fields = nodes.flatMap((node) =>
    node.kind === "condition" && (node.operator.needs === "history" || asksSinceWhen(node))
      ? [node.field.historyOf ?? node.field.slug]
      : [],
  );
  if (fields.length === 0) return [];
  const id = String(record.id);
  const accountId = type.placement === "account" ? id : (record.accountId ?? noAccount);
  const { rows } = await sql<PlainRecord>`
    select field, at, old, new from history
     where account_id = ${accountId}::uuid and object = ${type.slug} and object_id = ${id}::uuid
       and field = any(${[...new Set(fields)]}::text[])
     order by at, id
  `.execute(db);
  return rows;
}

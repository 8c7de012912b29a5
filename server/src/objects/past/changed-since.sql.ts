import { type RawBuilder, sql } from "kysely";
import { noAccount } from "../../kernel/ids.ts";
import type { ObjectType } from "../object-type.ts";

type Kept = { slug: string; column: { name: string } };

/**
 * `(object_id, was)`: of every record whose fields changed after an instant, what these fields were at it, by column, as JSON.
 * What holds is the last change by then; where there is none, what the first one after it replaced. Changes are taken at the
 * time they are of, whenever they were recorded.
 */
export function changedSince(
  type: ObjectType,
  fields: readonly Kept[],
  at: string,
  ids?: readonly string[],
): RawBuilder<unknown> {
  const columns = Object.fromEntries(fields.map((field) => [field.slug, field.column.name]));
  const scope = ids ? sql` and h.object_id = any(${[...ids]}::uuid[])` : sql``;
  return sql`
    select object_id, jsonb_object_agg(${JSON.stringify(columns)}::jsonb ->> field, value) as was
      from (select h.object_id, h.field,
                   case when bool_or(h.at <= ${at}::timestamptz)
                        then (array_agg(h.new order by h.at desc, h.id desc) filter (where h.at <= ${at}::timestamptz))[1]
                        else (array_agg(h.old order by h.at, h.id))[1] end as value
              from history h
             where h.object = ${type.slug} and h.field = any(${Object.keys(columns)}::text[])${scope}${accounts(type, ids)}
             group by h.object_id, h.field
            having bool_or(h.at > ${at}::timestamptz)) f
     group by object_id`;
}

/** The history is kept by account: its key finds what belongs to an account, or to none. */
function accounts(type: ObjectType, ids: readonly string[] | undefined): RawBuilder<unknown> {
  if (type.placement === "free") return sql` and h.account_id = ${noAccount}`;
  if (!ids) return sql``;
  if (type.placement === "account") return sql` and h.account_id = any(${[...ids]}::uuid[])`;
  return sql` and h.account_id = any(select account_id from ${sql.table(type.table)} where id = any(${[...ids]}::uuid[]))`;
}

import { type RawBuilder, sql } from "kysely";
import { noAccount } from "../../kernel/ids.ts";
import type { ObjectType } from "../object-type.ts";

/** A field, or another column of a record, whose changes are kept. */
export type Kept = { slug: string; historyOf?: string; column: { name: string } };

/** What is kept in the history record by record. */
export type KeptRecords = Pick<ObjectType, "slug" | "table" | "placement" | "ownDates" | "generated">;

/** Whose changes: of all records of the type, of some, or of the one that stands as `b` around the select. */
export type Whose = "all" | "each" | readonly string[];

/**
 * `(object_id, was)`: of every record whose fields changed after an instant, what these fields were at it, by column, as JSON.
 * What holds is the last change by then; where there is none, what the first one after it replaced. Changes are taken at the
 * time they are of, whenever they were recorded. What a record came with is no change where it has a date of its own.
 */
export function changedSince(
  type: KeptRecords,
  fields: readonly Kept[],
  at: string,
  whose: Whose,
): RawBuilder<unknown> {
  const columns = Object.fromEntries(
    fields.map((field) => [field.historyOf ?? field.slug, field.column.name]),
  );
  return sql`
    select object_id, jsonb_object_agg(${JSON.stringify(columns)}::jsonb ->> field, value) as was
      from (select h.object_id, h.field,
                   case when bool_or(h.at <= ${at}::timestamptz)
                        then (array_agg(h.new order by h.at desc, h.id desc) filter (where h.at <= ${at}::timestamptz))[1]
                        else (array_agg(h.old order by h.at, h.id))[1] end as value
              from public.history h${type.ownDates && whose !== "each" ? withoutFirst(type) : sql``}
             where h.object = ${type.slug} and h.field = any(${Object.keys(columns)}::text[])${scopeOf(type, whose)}
             group by h.object_id, h.field
            having bool_or(h.at > ${at}::timestamptz)) f
     group by object_id`;
}

/** Leaves out the changes by which a record was made: it was so before it was entered. */
function withoutFirst(type: KeptRecords): RawBuilder<unknown> {
  return sql`
    join ${sql.table(`public.${type.table}`)} made on made.account_id = h.account_id and made.id = h.object_id
     and h.recorded_at > made.created_at`;
}

/** The history is kept by account: its key finds what belongs to an account, or to none. */
function scopeOf(type: KeptRecords, whose: Whose): RawBuilder<unknown> {
  const table = sql.table(`public.${type.table}`);
  if (whose === "each") {
    const account = { free: sql`${noAccount}`, account: sql`b.id`, "below-account": sql`b.account_id` };
    const made = type.ownDates ? sql` and h.recorded_at > b.created_at` : sql``;
    return sql` and h.object_id = b.id and h.account_id = ${account[type.placement]}${made}`;
  }
  if (type.placement === "free") return sql`${ofSome(whose)} and h.account_id = ${noAccount}`;
  if (whose === "all") return sql``;
  const accounts =
    type.placement === "account"
      ? sql`${[...whose]}::uuid[]`
      : sql`select account_id from ${table} where id = any(${[...whose]}::uuid[])`;
  return sql`${ofSome(whose)} and h.account_id = any(${accounts})`;
}

function ofSome(whose: Exclude<Whose, "each">): RawBuilder<unknown> {
  return whose === "all" ? sql`` : sql` and h.object_id = any(${[...whose]}::uuid[])`;
}

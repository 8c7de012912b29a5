import type { RecordChange } from "@perennial/contract";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { assertPermitted, type Json } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import { problem } from "../kernel/errors.ts";
import { noAccount } from "../kernel/ids.ts";
import { areaOf, catalogOf, namesOfReferences, objectTypeOf, readRecords } from "../objects/index.ts";

type Row = {
  id: string;
  account_name: string | null;
  object_id: string;
  field: string;
  old: Json;
  new: Json;
  at: string;
  command: string;
  actor_kind: string;
  actor_name: string;
};
type Asked = { object: string; id: string; limit: number; cursor?: string | undefined; of: "own" | "all" };

/** What the history tells of records beside their fields. */
const unlisted: Readonly<Record<string, { label: string; type?: "account" | "contact" }>> = {
  archivedAt: { label: "Archived" },
  mergedInto: { label: "Merged into" },
  stakeholderRole: { label: "Stakeholder role" },
  influence: { label: "Influence" },
  sentiment: { label: "How they stand to us" },
  reportsToId: { label: "Whom they report to", type: "contact" },
  accounts: { label: "Accounts", type: "account" },
};

/** The changes of a record's fields, and of all that were merged into it: their history stays under their own ids. */
export async function readRecordChanges(
  app: App,
  ctx: Context,
  { object, id, limit, cursor, of }: Asked,
): Promise<{ items: RecordChange[]; nextCursor: string | null }> {
  assertPermitted(ctx, "traits.read");
  const catalog = await catalogOf(app);
  const type = objectTypeOf(catalog, object);
  assertPermitted(ctx, `${areaOf(type)}.read`);
  const [record] = await readRecords(app.db, catalog, type, [id]);
  if (!record) throw problem("not-found", `There is no ${type.label.toLowerCase()} with the id ${id}.`);
  const fields = catalog.fieldsOf(object);
  const written = [...fields.values()].flatMap((field) =>
    field.column.table === "record" ? [field.slug] : [],
  );
  const told =
    of === "all"
      ? sql`true`
      : sql`(h.field = any(${[...written, ...Object.keys(unlisted)]}::text[]) or h.field like 'externalId:%')`;
  const mergedIn = await readMergedIn(app, object, id);
  const ids = [id, ...mergedIn.keys()];
  const accounts =
    type.placement === "account"
      ? ids
      : [record.accountId ?? noAccount, ...(object === "contact" ? await accountsOf(app, ids) : [])];
  const { rows } = await sql<Row>`
    select h.id, a.name as account_name, h.object_id, h.field, h.old, h.new, h.at, h.command, h.actor_kind, h.actor_name
      from history h
      -- Of a person at several accounts, what is told of one of them says of which.
      left join accounts a on a.id = h.account_id and h.object = 'contact'
     where h.account_id = any(${accounts}::uuid[]) and h.object = ${object} and h.object_id = any(${ids}::uuid[])
       and ${after(cursor)} and ${told} order by h.at desc, h.id desc limit ${limit + 1}
  `.execute(app.db);
  const page = rows.slice(0, limit);
  const names = await namesOfReferences(
    app.db,
    page.flatMap((row) => {
      const own = row.field === "mergedInto" ? (object as "account" | "contact") : unlisted[row.field]?.type;
      const type = fields.get(row.field)?.type ?? own;
      return type ? [row.old, row.new].flat().map((value) => ({ type, value })) : [];
    }),
  );
  const last = page.at(-1);
  return {
    items: page.map((row) => ({
      id: row.id,
      field: row.field,
      label: [fields.get(row.field)?.label ?? unlisted[row.field]?.label ?? row.field, row.account_name]
        .filter(Boolean)
        .join(" at "),
      old: row.old,
      new: row.new,
      names: Object.fromEntries(
        [row.old, row.new].flat().flatMap((value) => {
          const name = names.get(String(value));
          return name === undefined ? [] : [[String(value), name]];
        }),
      ),
      at: row.at,
      setBy: { kind: row.actor_kind, name: row.actor_name },
      source: row.command,
      of: row.object_id === id ? null : { id: row.object_id, name: mergedIn.get(row.object_id) ?? "" },
    })),
    nextCursor: rows.length > limit && last ? `${last.at} ${last.id}` : null,
  };
}

/** The accounts that people belong or belonged to: what is told of them there lies below these. */
async function accountsOf(app: App, contactIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ account_id: string }>`
    select distinct account_id from account_contacts where contact_id = any(${[...contactIds]}::uuid[])
  `.execute(app.db);
  return rows.map((row) => row.account_id);
}

/** The names of the records that were merged into this one, and into those, by id. */
async function readMergedIn(app: App, object: string, id: string): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; name: string | null }>`
    with recursive records (id, name) as (
      select ${id}::uuid, null::text
      union all
      select m.id, g.merged_name from merged_records m
        join records f on m.object = ${object} and m.survivor_id = f.id join merges g on g.id = m.merge_id
    )
    select id, name from records where id <> ${id}
  `.execute(app.db);
  return new Map(rows.map((row) => [row.id, row.name ?? ""]));
}

function after(cursor: string | undefined) {
  if (cursor === undefined) return sql`true`;
  const [, at, id] = /^(\S+Z) ([0-9a-f-]{36})$/.exec(cursor) ?? [];
  if (at && id) return sql`(h.at, h.id) < (${at}::timestamptz, ${id}::uuid)`;
  throw problem("invalid-input", "This cursor was not given by us. Leave it out to read from the start.", {
    fields: [{ path: "cursor", message: "not a cursor of changes" }],
  });
}

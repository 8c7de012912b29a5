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
  const accounts = type.placement === "account" ? ids : [record.accountId ?? noAccount];
  const { rows } = await sql<Row>`
    select h.id, h.object_id, h.field, h.old, h.new, h.at, h.command, h.actor_kind, h.actor_name
      from history h
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
      label: fields.get(row.field)?.label ?? unlisted[row.field]?.label ?? row.field,
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

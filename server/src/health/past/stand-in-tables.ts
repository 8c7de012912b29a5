import { type RawBuilder, sql } from "kysely";
import type { Tx } from "../../kernel/db.ts";
import { type Catalog, columnTypeOf, type Field } from "../../objects/index.ts";
import { type AsOf, pastTables } from "./past-tables.ts";

/**
 * Puts tables as they stood at the end of a day in front of the real ones, for this transaction: PostgreSQL looks for a name
 * among temporary tables first, so that the statements which work the present out work the past out unchanged.
 * `account_derived` is an empty one, filled with its accounts, that may be written to.
 * @param until the instant after which nothing counts
 */
export async function standInTables(
  tx: Tx,
  catalog: Catalog,
  { until, day, columns }: { until: string; day: string; columns: readonly { name: string; type: string }[] },
): Promise<void> {
  const at: AsOf = { instant: sql`${sql.lit(until)}::timestamptz`, day: sql`${sql.lit(day)}::date` };
  const names = await columnNames(tx, [...pastTables.map((each) => each.table), "accounts"]);
  for (const past of pastTables) {
    await createView(tx, past.table, names.get(past.table) ?? [], past.columns?.(at) ?? {}, past.where(at));
  }
  await standInAccounts(tx, catalog, names.get("accounts") ?? [], at);
  await sql`create temp table account_derived (like public.account_derived including defaults) on commit drop`.execute(
    tx,
  );
  const more = columns.map(
    ({ name, type }) => sql`add column if not exists ${sql.id(name)} ${sql.raw(type)}`,
  );
  if (more.length > 0) await sql`alter table pg_temp.account_derived ${sql.join(more)}`.execute(tx);
  await sql`insert into pg_temp.account_derived (account_id) select account_id from public.account_derived`.execute(
    tx,
  );
  await sql`create index on pg_temp.account_derived (account_id)`.execute(tx);
  await sql`analyze pg_temp.account_derived`.execute(tx);
}

/** Takes the stand-ins away again, before the transaction writes what was found. */
export async function dropStandIns(tx: Tx): Promise<void> {
  const views = ["accounts", ...pastTables.map((each) => each.table)];
  await sql`drop view ${sql.join(views.map((name) => sql`pg_temp.${sql.id(name)}`))}`.execute(tx);
  await sql`drop table pg_temp.account_derived`.execute(tx);
}

/**
 * Accounts with the fields they had then, told from their history. What was first known on the day a record came here (an
 * import) is taken to have been so before; nothing else is known of that time.
 */
async function standInAccounts(tx: Tx, catalog: Catalog, names: readonly string[], at: AsOf): Promise<void> {
  const { rows } = await sql<{ field: string }>`
    select distinct field from public.history where object = 'account' and at > ${at.instant}
  `.execute(tx);
  const changed = new Set(rows.map((row) => row.field));
  const fields = [...catalog.fieldsOf("account").values()].filter(
    (field) =>
      field.column.table === "record" && changed.has(field.slug) && names.includes(field.column.name),
  );
  const slugs = sql`${sql.lit(`{${fields.map((field) => `"${field.slug}"`).join(",")}}`)}::text[]`;
  const columns = Object.fromEntries(
    fields.map((field) => [
      field.column.name,
      sql`case when p.past ? ${sql.lit(field.slug)} then ${pastValueOf(field)} else x.${sql.id(field.column.name)} end`,
    ]),
  );
  const past = sql`left join lateral (
    select jsonb_object_agg(f.field, f.old) as past from (
      select distinct on (h.field) h.field, h.old from public.history h
       where h.account_id = x.id and h.object = 'account' and h.object_id = x.id
         and h.field = any(${slugs}) and h.at > ${at.instant}
         and not (h.old is null and h.at::date = x.created_at::date)
       order by h.field, h.at, h.id) f) p on true`;
  await createView(tx, "accounts", names, columns, sql`true`, past);
}

/** A value of the history as its column holds it. */
function pastValueOf(field: Field): RawBuilder<unknown> {
  const key = sql.lit(field.slug);
  const type = columnTypeOf(field.type);
  return type.endsWith("[]")
    ? sql`(select array_agg(e) from jsonb_array_elements_text(nullif(p.past -> ${key}, 'null')) e)`
    : sql`(p.past ->> ${key})::${sql.raw(type)}`;
}

async function createView(
  tx: Tx,
  table: string,
  names: readonly string[],
  columns: Readonly<Record<string, RawBuilder<unknown>>>,
  where: RawBuilder<unknown>,
  join: RawBuilder<unknown> = sql``,
): Promise<void> {
  const selected = names.map((name) => sql`${columns[name] ?? sql`x.${sql.id(name)}`} as ${sql.id(name)}`);
  await sql`
    create temp view ${sql.id(table)} as
    select ${sql.join(selected)} from public.${sql.id(table)} x ${join} where ${where}
  `.execute(tx);
}

async function columnNames(tx: Tx, tables: readonly string[]): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ table: string; columns: string[] }>`
    select table_name as "table", array_agg(column_name::text order by ordinal_position) as columns
      from information_schema.columns
     where table_schema = 'public' and table_name = any(${[...tables]}::text[]) group by table_name
  `.execute(tx);
  return new Map(rows.map((row) => [row.table, row.columns]));
}

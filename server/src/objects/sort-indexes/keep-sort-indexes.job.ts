import { sql } from "kysely";
import { z } from "zod";
import type { App } from "../../kernel/app.ts";
import { defineCron, defineJob } from "../../kernel/jobs/index.ts";
import { catalogOf } from "../catalog.ts";
import type { Field } from "../field.ts";
import type { ObjectType } from "../object-type.ts";
import { derivedIdOf } from "../record-tables.ts";
import { sortExpression } from "./sort-expression.ts";

/** Every index is written along with the record: a company's favourite orders are worth that, others are not. */
const mostOfAnObject = 12;
const unusedDays = 30;
/** Sorting fewer rows is quicker than anybody notices. */
const worthRows = 10_000;

type Kept = {
  object: string;
  field: string;
  index_name: string;
  /** Null where there is no index yet; false where one was left half made. */
  is_valid: boolean | null;
  /** Among the latest used of its object, and used lately. */
  is_wanted: boolean;
};

/** Makes the indexes that people wait for and drops those nobody has used for a month; no list or write waits for it. */
export const keepSortIndexes = defineJob({
  name: "objects.keep-sort-indexes",
  payload: z.object({}),
  queue: "sort-indexes",
  async run({ app, ctx, signal }) {
    await noteReads(app, ctx.today);
    const catalog = await catalogOf(app);
    for (const kept of await readKept(app, ctx.today.subtract({ days: unusedDays }))) {
      if (signal.aborted) return;
      const type = catalog.types.get(kept.object);
      const field = catalog.fieldsOf(kept.object).get(kept.field);
      if (type && field && kept.is_wanted) await makeIndex(app, type, field, kept);
      else await dropIndex(app, kept);
    }
  },
});

/** Nightly: what is no longer used goes, and what grew worth it meanwhile comes. */
export const keepSortIndexesCron = defineCron({ job: keepSortIndexes, payload: {}, pattern: "40 3 * * *" });

/** An index that was read since the last look was used: the lists it serves are quick and not noted any more. */
async function noteReads(app: App, today: Temporal.PlainDate): Promise<void> {
  await sql`
    update sort_indexes s set asked_on = ${today.toString()}::date, scans = u.idx_scan
      from pg_stat_user_indexes u
     where u.schemaname = current_schema() and u.indexrelname = s.index_name and u.idx_scan <> s.scans
  `.execute(app.db);
}

async function readKept(app: App, since: Temporal.PlainDate): Promise<Kept[]> {
  const { rows } = await sql<Kept>`
    select s.object, s.field, s.index_name, i.indisvalid as is_valid,
           s.asked_on >= ${since.toString()}::date
             and row_number() over (partition by s.object order by s.asked_on desc, s.field) <= ${mostOfAnObject} as is_wanted
      from sort_indexes s
      left join pg_class c on c.relname = s.index_name and c.relnamespace = current_schema()::regnamespace
      left join pg_index i on i.indexrelid = c.oid
     order by s.object, s.field
  `.execute(app.db);
  return rows;
}

async function makeIndex(app: App, type: ObjectType, field: Field, kept: Kept): Promise<void> {
  if (kept.is_valid) return;
  const table = field.column.table === "derived" ? type.derivedTable : type.table;
  if (table === undefined || !(await isLong(app, table))) return;
  const id = table === type.table ? "id" : derivedIdOf(type);
  // One that a killed process left half made is good for nothing.
  if (kept.is_valid === false)
    await concurrently(app, sql`drop index concurrently ${sql.id(kept.index_name)}`);
  await concurrently(
    app,
    sql`create index concurrently if not exists ${sql.id(kept.index_name)}
        on ${sql.table(table)} ((${sortExpression(field, "index")}), ${sql.id(id)})`,
  );
  await sql`analyze ${sql.table(table)}`.execute(app.db);
}

async function isLong(app: App, table: string): Promise<boolean> {
  const { rows } = await sql<{ rows: number }>`
    select reltuples::float8 as rows from pg_class where oid = to_regclass(${table})
  `.execute(app.db);
  return (rows[0]?.rows ?? 0) >= worthRows;
}

async function dropIndex(app: App, { object, field, index_name }: Kept): Promise<void> {
  await concurrently(app, sql`drop index concurrently if exists ${sql.id(index_name)}`);
  await sql`delete from sort_indexes where object = ${object} and field = ${field}`.execute(app.db);
}

/** Outside a transaction, as long as it takes: it waits for whoever writes, and nobody waits for it. */
async function concurrently(app: App, statement: ReturnType<typeof sql>): Promise<void> {
  await app.db.connection().execute(async (db) => {
    await sql`set statement_timeout = 0`.execute(db);
    try {
      await statement.execute(db);
    } finally {
      await sql`reset statement_timeout`.execute(db);
    }
  });
}

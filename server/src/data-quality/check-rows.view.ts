import { listQualityRows, type QualityRow as Shown } from "@perennial/contract";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import { problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";
import { catalogOf, columnValues, parseColumns, readRecords } from "../objects/index.ts";
import { type Counted, checksOf, findRows, presentCheck } from "./checks.ts";
import { trendsOf } from "./counts.sql.ts";

type Finding = {
  account_id: string | null;
  account_name: string | null;
  arr: string | null;
  object: string;
  record_id: string | null;
  what: string;
};

/** What one check finds: counted and listed by one look, the largest accounts first. */
export const rowList = query({
  name: "data-quality.rows",
  permission: "data-quality.read",
  input: listQualityRows.params.extend(listQualityRows.query.shape),
  async run({ app, db, ctx, input }) {
    const check = (await checksOf(app, db, ctx)).find((each) => each.slug === input.slug);
    if (!check) throw problem("not-found", `There is no check “${input.slug}”.`);
    const catalog = await catalogOf(app);
    const trends = await trendsOf(db, ctx.today);
    const select = await findRows(check, { app, db, ctx, catalog });
    if (!select) {
      return { check: presentCheck(check, catalog, { count: 0, arr: "0" }, trends), items: [] };
    }
    const { rows } = await sql<Counted & { found: Finding[] }>`
      with found as materialized (${select})
      select (select count(*)::integer from found) as count,
             (select coalesce(sum(d.arr), 0)::text from account_derived d
               where d.account_id in (select account_id from found)) as arr,
             (select coalesce(jsonb_agg(to_jsonb(l) order by l.place), '[]') from (
                select f.account_id, a.name as account_name, d.arr::text as arr, f.object, f.record_id, f.what,
                       row_number() over (order by d.arr desc nulls last, a.name, f.what, f.record_id) as place
                  from found f
                  left join accounts a on a.id = f.account_id
                  left join account_derived d on d.account_id = f.account_id
                 order by place limit ${input.limit}) l) as found
    `.execute(db);
    const [counted] = rows;
    const shown = presentCheck(check, catalog, counted ?? { count: 0, arr: "0" }, trends);
    return { check: shown, items: await withValues(app, ctx, counted?.found ?? [], shown.fields) };
  },
});

/** The values that are put right in place, read of each object's records together. */
async function withValues(
  app: App,
  ctx: Context,
  rows: readonly Finding[],
  fields: Readonly<Record<string, readonly string[]>>,
): Promise<Shown[]> {
  const catalog = await catalogOf(app);
  const known = new Map<string, Pick<Shown, "values" | "labels">>();
  for (const [object, slugs] of Object.entries(fields)) {
    const type = catalog.types.get(object);
    const ids = rows.flatMap((row) => (row.object === object && row.record_id ? [row.record_id] : []));
    if (!type || ids.length === 0) continue;
    const columns = parseColumns(catalog, type, slugs.join(","), "fields");
    const records = await readRecords(app.db, catalog, type, [...new Set(ids)]);
    const values = await columnValues(app, ctx, catalog, columns, records, records);
    records.forEach((record, at) => {
      const { values: own = {}, labels = {} } = values[at] ?? {};
      known.set(`${object} ${record.id}`, { values: own, labels });
    });
  }
  return rows.map((row) => ({
    accountId: row.account_id,
    accountName: row.account_name,
    arr: row.arr,
    object: row.object,
    recordId: row.record_id,
    what: row.what,
    ...(known.get(`${row.object} ${row.record_id}`) ?? { values: {}, labels: {} }),
  }));
}

import { listQualityChecks, listQualityRows, type QualityCheck as Shown } from "@perennial/contract";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { Db } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { route } from "../kernel/http/route.ts";
import { ask, query } from "../kernel/query.ts";
import { contributions, type Slice } from "../kernel/slice.ts";
import { catalogOf, type QualityCheck } from "../objects/index.ts";

type Finding = {
  account_id: string | null;
  account_name: string | null;
  arr: string | null;
  object: string;
  record_id: string | null;
  what: string;
};

async function countOf(app: App, db: Db, ctx: Context, check: QualityCheck): Promise<Shown> {
  const { find, ...words } = check;
  const select = await find({ app, db, ctx, catalog: await catalogOf(app) });
  if (!select) return { ...words, count: 0, arr: "0" };
  const { rows } = await sql<{ count: number; arr: string }>`
    with found as (${select})
    select (select count(*)::integer from found) as count,
           (select coalesce(sum(d.arr), 0)::text from account_derived d
             where d.account_id in (select account_id from found)) as arr
  `.execute(db);
  return { ...words, count: rows[0]?.count ?? 0, arr: rows[0]?.arr ?? "0" };
}

const checkList = query({
  name: "data-quality.list",
  permission: "data-quality.read",
  input: listQualityChecks.query,
  async run({ app, db, ctx }) {
    const items: Shown[] = [];
    for (const check of contributions(app, "qualityChecks")) items.push(await countOf(app, db, ctx, check));
    return { items, currency: (await app.company()).currency };
  },
});

const rowList = query({
  name: "data-quality.rows",
  permission: "data-quality.read",
  input: listQualityRows.params.extend(listQualityRows.query.shape),
  async run({ app, db, ctx, input }) {
    const check = contributions(app, "qualityChecks").find((each) => each.slug === input.slug);
    if (!check) throw problem("not-found", `There is no check “${input.slug}”.`);
    const shown = await countOf(app, db, ctx, check);
    const select = await check.find({ app, db, ctx, catalog: await catalogOf(app) });
    if (!select) return { check: shown, items: [] };
    const { rows } = await sql<Finding>`
      with found as (${select})
      select f.account_id, a.name as account_name, d.arr::text as arr, f.object, f.record_id, f.what
        from found f
        left join accounts a on a.id = f.account_id
        left join account_derived d on d.account_id = f.account_id
       order by d.arr desc nulls last, a.name, f.what, f.record_id limit ${input.limit}
    `.execute(db);
    const items = rows.map((row) => ({
      accountId: row.account_id,
      accountName: row.account_name,
      arr: row.arr,
      object: row.object,
      recordId: row.record_id,
      what: row.what,
    }));
    return { check: shown, items };
  },
});

/** Whether the data can be trusted: checks that slices contribute, with what follows from each. */
export const dataQualitySlice: Slice = {
  name: "data-quality",
  routes: [
    route(listQualityChecks, ({ app, ctx, query: asked }) => ask(app, ctx, checkList, asked)),
    route(listQualityRows, ({ app, ctx, params, query: asked }) =>
      ask(app, ctx, rowList, { ...params, ...asked }),
    ),
  ],
};

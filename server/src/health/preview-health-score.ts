import { previewHealthScore as endpoint, type HealthMeasure } from "@perennial/contract";
import { sql } from "kysely";
import { query } from "../kernel/query.ts";
import { catalogOf, ruleCatalogOf, ruleEnv } from "../objects/index.ts";
import { readUsual } from "../segments/index.ts";
import { checkModel } from "./check-model.ts";
import { readScore } from "./health.sql.ts";
import { labelColumn, overrideColumn, scoreColumn } from "./health-columns.ts";
import { fieldsWithUsual, placedMeasures, segmentsOfModels } from "./model.ts";
import { columnsOf, pointsExpression } from "./points.sql.ts";
import { byVariant, labelExpression, scoreExpression } from "./score.sql.ts";

type Example = {
  accountId: string;
  name: string;
  value: string | number | null;
  wouldBe: string | number | null;
  wouldBeLabel: string | null;
};
const numberOf = (value: string | number | null) => (value === null ? null : Number(value));

/** How many accounts would change label under a changed model, from which to which, with three examples. Nothing is stored. */
export const previewHealthScore = query({
  name: "health-scores.preview",
  permission: "health-scores.read",
  input: endpoint.params.and(endpoint.body),
  async run({ app, db, ctx, input: { slug, model } }) {
    const score = await readScore(db, slug);
    await db.transaction().execute((tx) => checkModel(app, tx, model));
    const env = {
      catalog: await catalogOf(app),
      rules: await ruleCatalogOf(app),
      env: await ruleEnv(app, ctx),
      usual: await readUsual(db, fieldsWithUsual([model])),
    };
    const placed = placedMeasures(model);
    const nameOf = (measure: HealthMeasure) => `p${placed.findIndex((each) => each.measure === measure)}`;
    const points = placed.map(
      (each) => sql`${pointsExpression(model, each, env)} as ${sql.id(nameOf(each.measure))}`,
    );
    const columnOf = columnsOf(env.catalog);
    const segments = segmentsOfModels(model).flatMap((slug) => {
      const column = columnOf(slug);
      return column ? [sql`${column} as ${sql.id(slug)}`] : [];
    });
    const total = byVariant(
      model,
      (slug) => columnOf(slug) && sql`${sql.id("a", slug)}`,
      (variant) => scoreExpression(variant, (measure) => sql`${sql.id("a", nameOf(measure))}`),
    );
    // Each step in a row source of its own (offset 0), so that no expression is worked out twice.
    const scored = sql`
      (select a.id, a.name, a.was, a.value, coalesce(a.said, ${total}) as score
         from (select r.id, r.name, ${sql.id("r_d", labelColumn(score.slug))} as was,
                      ${sql.id("r_d", scoreColumn(score.slug))} as value,
                      ${sql.id("r_d", overrideColumn(score.slug))} as said, ${sql.join([...segments, ...points])}
                 from accounts r join account_derived r_d on r_d.account_id = r.id
                where r.archived_at is null offset 0) a offset 0) b`;
    const label = labelExpression(model, sql`b.score`);
    const { rows } = await sql<{ from: string | null; to: string | null; accounts: number }>`
      select b.was as "from", ${label} as "to", count(*) as accounts
        from ${scored} group by 1, 2 order by 3 desc
    `.execute(db);
    // By the score as it stands (where there is one), so that the same three stay in sight while the model is edited.
    const { rows: examples } = await sql<Example>`
      select c.id as "accountId", c.name, c.value, c.score as "wouldBe", c.label as "wouldBeLabel"
        from (select b.*, ${label} as label, coalesce(nullif(count(b.value) over (), 0), count(*) over ()) as n,
                     row_number() over (order by b.value nulls last, b.id) as place
                from ${scored}) c
       where c.place in (1, (c.n + 1) / 2, c.n) order by c.place
    `.execute(db);
    const counted = rows.map((row) => ({ ...row, accounts: Number(row.accounts) }));
    const moves = counted.filter((row) => row.from !== row.to);
    const sum = (of: typeof counted) => of.reduce((all, row) => all + row.accounts, 0);
    const distribution = [...Map.groupBy(counted, (row) => row.to)].map(([to, of]) => ({
      label: to,
      accounts: sum(of),
    }));
    return {
      accounts: sum(counted),
      changed: sum(moves),
      moves,
      distribution,
      examples: examples.map((each) => ({
        ...each,
        value: numberOf(each.value),
        wouldBe: numberOf(each.wouldBe),
      })),
    };
  },
});

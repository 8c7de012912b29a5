import { previewHealthScore as endpoint, type HealthMeasure } from "@perennial/contract";
import { sql } from "kysely";
import { query } from "../kernel/query.ts";
import { catalogOf, ruleCatalogOf, ruleEnv } from "../objects/index.ts";
import { checkModel } from "./check-model.ts";
import { readScore } from "./health.sql.ts";
import { labelColumn } from "./health-columns.ts";
import { placedMeasures } from "./model.ts";
import { pointsExpression } from "./points.sql.ts";
import { labelExpression, scoreExpression } from "./score.sql.ts";

/** How many accounts would change label under a changed model, from which to which. Nothing is stored. */
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
    };
    const measures = placedMeasures(model).map(({ measure }) => measure);
    const nameOf = (measure: HealthMeasure) => `p${measures.indexOf(measure)}`;
    const points = measures.map(
      (measure) => sql`${pointsExpression(measure, env)} as ${sql.id(nameOf(measure))}`,
    );
    const total = scoreExpression(model, (measure) => sql`${sql.id("a", nameOf(measure))}`);
    // Each step in a row source of its own (offset 0), so that no expression is worked out twice.
    const { rows } = await sql<{ from: string | null; to: string | null; accounts: number }>`
      select b.was as "from", ${labelExpression(model, sql`b.score`)} as "to", count(*) as accounts
        from (select a.was, ${total} as score
                from (select ${sql.id("r_d", labelColumn(score.slug))} as was, ${sql.join(points)}
                        from accounts r join account_derived r_d on r_d.account_id = r.id
                       where r.archived_at is null offset 0) a offset 0) b
       group by 1, 2 order by 3 desc
    `.execute(db);
    const counted = rows.map((row) => ({ ...row, accounts: Number(row.accounts) }));
    const moves = counted.filter((row) => row.from !== row.to);
    const sum = (of: typeof counted) => of.reduce((all, row) => all + row.accounts, 0);
    return { accounts: sum(counted), changed: sum(moves), moves };
  },
});

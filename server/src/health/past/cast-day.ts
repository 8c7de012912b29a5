import type { HealthModel } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import { computeApart, type ExpressionNode } from "../../engine/index.ts";
import { type App, systemContext } from "../../kernel/app.ts";
import type { Context } from "../../kernel/context.ts";
import { readKnownDays } from "../../metrics/index.ts";
import { catalogOf, ruleCatalogOf, ruleEnv } from "../../objects/index.ts";
import { readUsual } from "../../segments/index.ts";
import { readScores, type ScoreRow } from "../health.sql.ts";
import {
  columnsOfScore,
  coverageColumn,
  labelColumn,
  modelColumn,
  overrideColumn,
  overrideField,
  pointsColumn,
} from "../health-columns.ts";
import { nodesOfScore } from "../health-nodes.ts";
import { fieldsWithUsual, placedMeasures } from "../model.ts";
import { measuresOfOthers } from "./measures-told.ts";
import { dropStandIns, standInTables } from "./stand-in-tables.ts";

export type Casting = { id: string; score: ScoreRow; model: HealthModel; reads: string[] };

/** So many at once that a statement takes a second or so. */
const chunkSize = 2_000;
/** Under which the model is worked out: no score can have it. */
const slug = "cast_back__";

/** A model is judged by itself: no person's value stands above it. */
const nobodySays: ExpressionNode = {
  kind: "expression",
  key: overrideField(slug),
  columns: [
    {
      name: overrideColumn(slug),
      field: { slug: overrideField(slug), label: "Said by a person", group: "Health", type: "number" },
    },
  ],
  reads: [],
  expressions: () => ({ [overrideColumn(slug)]: sql`null` }),
};

/** Works out what a model would have said of every account at the end of a day, and keeps it. One transaction a day. */
export async function castDay(app: App, casting: Casting, day: Temporal.PlainDate): Promise<void> {
  const present = await systemContext(app, "health back-cast");
  const now = day
    .add({ days: 1 })
    .toZonedDateTime(present.timeZone)
    .toInstant()
    .subtract({ milliseconds: 1 });
  const ctx: Context = { ...present, now, today: day };
  await app.db.transaction().execute(async (tx) => {
    const catalog = await catalogOf(app, tx);
    const score = standIn(casting);
    const measures = placedMeasures(score.model).map(({ measure }) => measure);
    const columns = [
      ...columnsOfScore(slug),
      ...measures.map((each) => ({ name: columnOf(score, each.slug), type: "numeric" })),
    ];
    const usual = await readUsual(tx, fieldsWithUsual([score.model]));
    const known = await readKnownDays(tx);
    const environment = {
      ctx,
      catalog,
      rules: await ruleCatalogOf(app, tx),
      env: await ruleEnv(app, ctx),
    };
    await standInTables(tx, catalog, { until: now.toString(), day: day.toString(), columns });
    const { rows } = await sql<{
      id: string;
    }>`select account_id as id from account_derived order by 1`.execute(tx);
    const ids = rows.map((row) => row.id);
    const nodes = [nobodySays, ...nodesOfScore(score, usual, known)];
    for (let at = 0; at < ids.length; at += chunkSize) {
      await computeApart(app, tx, environment, nodes, ids.slice(at, at + chunkSize));
    }
    const points = inParts(
      [
        ...measures.map((each) => ({ slug: each.slug, column: columnOf(score, each.slug) })),
        ...measuresOfOthers(score.model, await readScores(tx)),
      ].map((each) => sql`${each.slug}::text, ${sql.id("d", each.column)}`),
    );
    // Accounts count from their first ARR on; those that never had any, always.
    await sql`
      insert into health_backcast_values (account_id, backcast_id, "on", value, label, coverage, points)
      select d.account_id, ${casting.id}::uuid, ${day.toString()}::date, d.${sql.id(modelColumn(slug))},
             d.${sql.id(labelColumn(slug))}, d.${sql.id(coverageColumn(slug))},
             jsonb_strip_nulls(${points})
        from pg_temp.account_derived d
        join public.account_derived n on n.account_id = d.account_id
        join public.accounts a on a.id = d.account_id
       where a.archived_at is null and (n.first_arr_on is null or n.first_arr_on <= ${day.toString()}::date)
      on conflict (account_id, backcast_id, "on") do update
         set value = excluded.value, label = excluded.label, coverage = excluded.coverage, points = excluded.points
    `.execute(tx);
    await dropStandIns(tx);
  });
}

/** A function takes at most a hundred arguments. */
function inParts(pairs: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  const parts = Array.from({ length: Math.ceil(pairs.length / 40) }, (_, at) =>
    pairs.slice(at * 40, at * 40 + 40),
  );
  return sql.join(
    parts.map((part) => sql`jsonb_build_object(${sql.join(part)})`),
    sql` || `,
  );
}

/** The score under a name of its own, with columns for the measures of this model. */
function standIn({ score, model, reads }: Casting): ScoreRow {
  const numbers = Object.fromEntries(
    placedMeasures(model).map(({ measure }, index) => [measure.slug, index + 1]),
  );
  return { ...score, slug, model, reads, numbers };
}

function columnOf(score: ScoreRow, measure: string): string {
  return pointsColumn(slug, score.numbers[measure] ?? 0);
}

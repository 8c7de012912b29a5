import {
  getHealthMigration as endpoint,
  type HealthMigration,
  listMigratedAccounts,
} from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import { accountType } from "../accounts/index.ts";
import { amountText } from "../contracts/index.ts";
import type { App } from "../kernel/app.ts";
import { instantOfMoment } from "../kernel/calendar.ts";
import type { Context } from "../kernel/context.ts";
import { problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";
import { catalogOf, contextAt, derivedJoin, tablesAsOf } from "../objects/index.ts";
import { readScore, type ScoreRow } from "./health.sql.ts";
import { labelColumn, labelField, scoreColumn, scoreField } from "./health-columns.ts";

type Asked = { slug: string; from: string; to?: string | undefined };
type Sides = { score: ScoreRow; from: Context; to: Context; sides: RawBuilder<unknown> };

/** How the accounts went from label to label between two days: every account once, by where it stood and where it stands. */
export const readMigration = query({
  name: "health-scores.migration",
  permission: "health-scores.read",
  input: endpoint.params.extend(endpoint.query.shape),
  async run({ app, db, ctx, input }): Promise<HealthMigration> {
    const { score, from, to, sides } = await sidesOf(app, ctx, input);
    const { rows } = await sql<{ from: string; to: string; accounts: number; then: string; now: string }>`
      select "from", "to", count(*)::int as accounts,
             coalesce(sum(arr_then), 0)::text as then, coalesce(sum(arr_now), 0)::text as now
        from (${sides}) s group by 1, 2 order by 1, 2
    `.execute(db);
    const { rows: kept } = await sql<{ at: string | null }>`
      select min(at) as at from history where field = ${labelField(score.slug)} and field like 'score:%'
    `.execute(db);
    const { currency } = await app.company();
    return {
      from: from.now.toString(),
      to: to.now.toString(),
      currency,
      labels: score.model.labels.map(({ value, label, tone }) => ({ value, label, tone })),
      keptSince: kept[0]?.at ?? null,
      cells: rows.map((row) => ({
        from: row.from,
        to: row.to,
        accounts: row.accounts,
        arrThen: amountText(row.then),
        arrNow: amountText(row.now),
      })),
    };
  },
});

/** The accounts of one cell of the matrix, those with the most ARR first. */
export const readMigrated = query({
  name: "health-scores.migrated-accounts",
  permission: "health-scores.read",
  input: listMigratedAccounts.params.extend(listMigratedAccounts.query.shape),
  async run({ app, db, ctx, input }) {
    const { sides } = await sidesOf(app, ctx, input);
    const { rows } = await sql<{
      id: string;
      name: string;
      from: string;
      to: string;
      scoreThen: number | null;
      scoreNow: number | null;
      arrThen: string | null;
      arrNow: string | null;
    }>`
      select id, name, "from", "to", score_then::float8 as "scoreThen", score_now::float8 as "scoreNow",
             arr_then::text as "arrThen", arr_now::text as "arrNow"
        from (${sides}) s
       where ${input.fromLabel === undefined ? sql`true` : sql`"from" = ${input.fromLabel}`}
         and ${input.toLabel === undefined ? sql`true` : sql`"to" = ${input.toLabel}`}
       order by greatest(coalesce(arr_then, 0), coalesce(arr_now, 0)) desc, name, id limit ${input.limit}
    `.execute(db);
    const money = (amount: string | null) => (amount === null ? null : amountText(amount));
    return {
      items: rows.map((row) => ({ ...row, arrThen: money(row.arrThen), arrNow: money(row.arrNow) })),
      nextCursor: null,
    };
  },
});

/**
 * `(id, name, from, to, score_then, score_now, arr_then, arr_now)` of every account that was there on either day. `none`
 * stands for a score that was withheld or not kept, `absent` for an account that was not there.
 */
async function sidesOf(app: App, ctx: Context, asked: Asked): Promise<Sides> {
  const score = await readScore(app.db, asked.slug);
  const from = contextAt(ctx, instantOfMoment(asked.from, ctx.timeZone));
  const to = asked.to === undefined ? ctx : contextAt(ctx, instantOfMoment(asked.to, ctx.timeZone));
  if (Temporal.Instant.compare(from.now, to.now) >= 0) {
    throw problem("invalid-input", "The first day is over before the second, and not later than today.", {
      fields: [{ path: "from", message: "before `to`" }],
    });
  }
  const catalog = await catalogOf(app);
  const slugs = [labelField(score.slug), scoreField(score.slug), "arr"];
  const side = async (at: Context) => {
    const tables = await tablesAsOf(app, at, catalog, accountType, { slugs });
    return sql`
      select r.id, r.name, coalesce(r_d.${sql.id(labelColumn(score.slug))}, 'none') as label,
             r_d.${sql.id(scoreColumn(score.slug))} as score, r_d.arr
        from ${tables.record} r${derivedJoin(accountType, tables)} where r.archived_at is null`;
  };
  const sides = sql`
    select coalesce(b.id, a.id) as id, coalesce(b.name, a.name) as name,
           coalesce(a.label, 'absent') as "from", coalesce(b.label, 'absent') as "to",
           a.score as score_then, b.score as score_now, a.arr as arr_then, b.arr as arr_now
      from (${await side(from)}) a full join (${await side(to)}) b on b.id = a.id`;
  return { score, from, to, sides };
}

import { listForecastTargets, putForecastTarget } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import { command } from "../kernel/command.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { newId } from "../kernel/ids.ts";
import { query } from "../kernel/query.ts";
import { forecastScope } from "./forecast-scope.ts";
import { actorOf, amountText } from "./ledger.ts";

type Row = Parameters<typeof actorOf>[0] & {
  period: string;
  level: string;
  amount: string | null;
  at: string;
};

async function readTargets(db: Db | Tx, where: RawBuilder<unknown>) {
  const { rows } = await sql<Row>`
    select period, level, amount, at, actor_kind, actor_id, actor_name from forecast_targets
     where ${where} order by at desc, id desc
  `.execute(db);
  return rows.map((row) => ({
    period: row.period,
    level: row.level,
    targetArr: row.amount === null ? null : amountText(row.amount),
    at: row.at,
    by: actorOf(row),
  }));
}

export const listTargets = query({
  name: "forecast.targets",
  permission: "forecast.read",
  input: listForecastTargets.query,
  async run({ app, db, ctx, input }) {
    const { period } = await forecastScope(app, ctx, input.period);
    return readTargets(db, sql`period = ${period.name}`);
  },
});

/** Sets what one level aims at in a period; what held before stays in the list. */
export const setTarget = command({
  name: "forecast.set-target",
  permission: "forecast.write",
  input: putForecastTarget.body,
  async run({ tx, ctx, input }) {
    if (input.targetArr?.startsWith("-")) {
      throw problem("invalid-input", "A target is not below 0.", {
        fields: [{ path: "targetArr", message: "must not be below 0" }],
      });
    }
    const [standing] = await readTargets(tx, sql`period = ${input.period} and level = ${input.level}`);
    const id = newId(ctx.now);
    const { actor } = ctx;
    await sql`
      insert into forecast_targets (id, period, level, amount, at, actor_kind, actor_id, actor_name)
      values (${id}, ${input.period}, ${input.level}, ${input.targetArr}::numeric, ${ctx.now.toString()}::timestamptz,
              ${actor.kind}, ${actor.id}, ${actor.name})
    `.execute(tx);
    const [result] = await readTargets(tx, sql`id = ${id}`);
    if (!result) throw problem("internal", "The target was not kept.");
    const subject = { object: "forecast", objectId: id, accountId: null };
    const field = `target:${input.period}:${input.level}`;
    return {
      result,
      changes: [{ ...subject, field, old: standing?.targetArr ?? null, new: result.targetArr }],
      events: [{ ...subject, name: "forecast.target-set", payload: { ...input } }],
    };
  },
});

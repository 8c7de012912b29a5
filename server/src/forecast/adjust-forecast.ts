import {
  createForecastAdjustment,
  type ForecastAdjustment,
  listForecastAdjustments,
  reverseForecastAdjustment,
} from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import { z } from "zod";
import { command } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { newId } from "../kernel/ids.ts";
import { formatAmount, parseAmount } from "../kernel/money.ts";
import { query } from "../kernel/query.ts";
import { forecastScope } from "./forecast-scope.ts";
import { actorOf, amountText } from "./ledger.ts";

type Row = Parameters<typeof actorOf>[0] & {
  id: string;
  period: string;
  level: string;
  amount: string;
  reason: string;
  at: string;
  reverses_id: string | null;
  reversed_by_id: string | null;
};

async function readEntries(db: Db | Tx, where: RawBuilder<unknown>): Promise<ForecastAdjustment[]> {
  const { rows } = await sql<Row>`
    select e.id, e.period, e.level, e.amount, e.reason, e.at, e.reverses_id, e.actor_kind, e.actor_id, e.actor_name,
           o.id as reversed_by_id
      from forecast_adjustments e left join forecast_adjustments o on o.reverses_id = e.id
     where ${where} order by e.at desc, e.id desc
  `.execute(db);
  return rows.map((row) => ({
    id: row.id,
    period: row.period,
    level: row.level,
    amountArr: amountText(row.amount),
    reason: row.reason,
    at: row.at,
    by: actorOf(row),
    reversesId: row.reverses_id,
    reversedById: row.reversed_by_id,
  }));
}

export const listAdjustments = query({
  name: "forecast.adjustments",
  permission: "forecast.read",
  input: listForecastAdjustments.query,
  async run({ app, db, ctx, input }) {
    const { period } = await forecastScope(app, ctx, input.period);
    const level = input.level === undefined ? sql`true` : sql`e.level = ${input.level}`;
    return readEntries(db, sql`e.period = ${period.name} and ${level}`);
  },
});

type Entry = { period: string; level: string; amount: string; reason: string; reversesId: string | null };

/** Entries are only ever added. */
async function addEntry(tx: Tx, ctx: Context, entry: Entry) {
  const id = newId(ctx.now);
  const { actor } = ctx;
  await sql`
    insert into forecast_adjustments (id, period, level, amount, reason, reverses_id, at, actor_kind, actor_id, actor_name)
    values (${id}, ${entry.period}, ${entry.level}, ${entry.amount}::numeric, ${entry.reason}, ${entry.reversesId},
            ${ctx.now.toString()}::timestamptz, ${actor.kind}, ${actor.id}, ${actor.name})
  `.execute(tx);
  const [result] = await readEntries(tx, sql`e.id = ${id}`);
  if (!result) throw problem("internal", "The adjustment was not kept.");
  const subject = { object: "forecast", objectId: id, accountId: null };
  return {
    result,
    changes: [{ ...subject, field: "adjustment", old: null, new: { ...entry } }],
    events: [{ ...subject, name: "forecast.adjusted", payload: { ...entry } }],
  };
}

export const addAdjustment = command({
  name: "forecast.adjust",
  permission: "forecast.write",
  input: createForecastAdjustment.body,
  run({ tx, ctx, input: { amountArr, ...rest } }) {
    if ((parseAmount(amountArr) ?? 0n) === 0n) {
      throw problem("invalid-input", "An adjustment of nothing changes nothing.", {
        fields: [{ path: "amountArr", message: "must not be 0" }],
      });
    }
    return addEntry(tx, ctx, { ...rest, amount: amountArr, reversesId: null });
  },
});

/** @throws Problem `not-found`, or `conflict` when it was taken back before or takes one back itself */
export const reverseAdjustment = command({
  name: "forecast.reverse-adjustment",
  permission: "forecast.write",
  input: reverseForecastAdjustment.body.extend({ id: z.uuid() }),
  async run({ tx, ctx, input }) {
    await sql`select from forecast_adjustments where id = ${input.id} for update`.execute(tx);
    const [entry] = await readEntries(tx, sql`e.id = ${input.id}`);
    if (!entry) throw problem("not-found", `There is no adjustment with the id ${input.id}.`);
    if (entry.reversedById !== null) throw problem("conflict", "This adjustment was taken back before.");
    if (entry.reversesId !== null) {
      throw problem("conflict", "This entry takes another one back. Add a new adjustment instead.");
    }
    const amount = formatAmount(-(parseAmount(entry.amountArr) ?? 0n));
    return addEntry(tx, ctx, {
      period: entry.period,
      level: entry.level,
      amount,
      reason: input.reason,
      reversesId: entry.id,
    });
  },
});

import type pg from "pg";
import { ensureEventMonths, monthOf } from "../../server/src/events/event-months.ts";
import type { App } from "../../server/src/kernel/app.ts";
import { benchNow } from "./bench-company.ts";
import { eventNames, spanDays } from "./fill.ts";
import { eachOf } from "./measure.ts";

/** Over so many days before those that are measured they lie. */
const behindDays = 720;
/** So many rows that a statement takes a second or two and sorts in memory. */
const rowsAtOnce = 200_000;

/**
 * Puts events behind those that are measured, older than any window, with their buckets: as many for every account. A statement
 * makes those of some accounts in the order of the table's key, and their buckets from the rows it has just written; its
 * commit waits for no disk, since what filling takes is not measured.
 */
export async function fillBehind(
  app: App,
  pool: pg.Pool,
  { accounts, events }: { accounts: number; events: number },
): Promise<void> {
  const perAccount = Math.ceil(events / accounts);
  const last = benchNow.subtract({ hours: 24 * spanDays });
  const lastDay = last.toZonedDateTimeISO("UTC").toPlainDate();
  const days = Array.from({ length: behindDays + 2 }, (_, back) => lastDay.subtract({ days: back }));
  await ensureEventMonths(app, [...new Set(days.map((day) => monthOf(day.toString())))]);
  const step = Math.max(1, Math.floor(rowsAtOnce / perAccount));
  const starts = Array.from({ length: Math.ceil(accounts / step) }, (_, n) => n * step);
  await eachOf(starts, 2, async (from) => {
    const client = await pool.connect();
    try {
      await client.query("set synchronous_commit = off");
      await client.query(fill, [
        from,
        Math.min(from + step, accounts) - 1,
        perAccount,
        last.toString(),
        (behindDays * 86_400) / perAccount,
        eventNames.length,
      ]);
    } finally {
      await client.query("reset synchronous_commit");
      client.release();
    }
  });
  await pool.query("vacuum analyze");
}

const fill = `
  with made as (
    insert into events (account_id, at, id, event_id, contact_id, count, properties, received_at, message_id)
    select md5('account' || (1 + a))::uuid, at, md5('behind' || a || '-' || n)::uuid, 1 + (n + a) % $6,
           md5('contact' || (a * 3 + n % 3))::uuid, 1, null, at, null
      from generate_series($1::int, $2::int) a
     cross join lateral (
       select n, $4::timestamptz - make_interval(secs => $5::float8 * n) as at from generate_series(1, $3::int) n) each
    returning account_id, at, event_id, contact_id),
  days as (
    insert into event_days (account_id, day, event_id, count, first_at, last_at)
    select account_id, (at at time zone 'UTC')::date, event_id, count(*), min(at), max(at) from made group by 1, 2, 3)
  insert into contact_days (account_id, contact_id, month, days)
  select account_id, contact_id, date_trunc('month', at at time zone 'UTC')::date,
         bit_or(1 << (extract(day from at at time zone 'UTC')::int - 1))
    from made group by 1, 2, 3
  on conflict (account_id, contact_id, month) do update set days = contact_days.days | excluded.days`;

import { createHash, randomUUID } from "node:crypto";
import type pg from "pg";
import { benchNow } from "./bench-company.ts";
import { eventNames } from "./fill.ts";
import type { BenchEvent } from "./ingest.bench.ts";

const statement = `
  with given as (
    select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::uuid[], $5::int[], $6::uuid[], $7::text[], $8::text[])
      as g (message_key, id, at, account_id, event_id, contact_id, properties, message_id)
  ), fresh as (
    insert into event_keys (message_key) select message_key from given order by 1 on conflict do nothing returning message_key
  ), rows as (select g.* from given g join fresh using (message_key)
  ), stored as (
    insert into events (account_id, at, id, event_id, contact_id, count, properties, received_at, message_id)
    select account_id, at, id, event_id, contact_id, 1, properties::jsonb, $9, message_id from rows
  ), days as (
    insert into event_days (account_id, day, event_id, count, first_at, last_at)
    select account_id, (at at time zone 'UTC')::date, event_id, count(*), min(at), max(at) from rows group by 1, 2, 3 order by 1, 2, 3
    on conflict (account_id, day, event_id) do update set count = event_days.count + excluded.count,
      first_at = least(event_days.first_at, excluded.first_at), last_at = greatest(event_days.last_at, excluded.last_at)
  ), active as (
    insert into contact_days (account_id, contact_id, month, days)
    select account_id, contact_id, date_trunc('month', at at time zone 'UTC')::date, bit_or(1 << (extract(day from at at time zone 'UTC')::int - 1))
      from rows group by 1, 2, 3 order by 1, 2, 3
    on conflict (account_id, contact_id, month) do update set days = contact_days.days | excluded.days
      where contact_days.days | excluded.days <> contact_days.days
  )
  insert into dirty_accounts (account_id, marked_at) select distinct account_id, $9::timestamptz from rows`;

const retried = new Set(["40P01", "40001"]);

/** The limit: what a program that knows every id already writes for a batch, in one prepared statement and one commit. */
export async function storeBatchByHand(pool: pg.Pool, batch: readonly BenchEvent[]): Promise<void> {
  const values = [
    batch.map((event) => uuidOf("sha256", event.messageId)),
    batch.map(() => randomUUID()),
    batch.map((event) => event.at),
    batch.map((event) => uuidOf("md5", `account${event.account}`)),
    batch.map((event) => eventNames.indexOf(event.name) + 1),
    batch.map((event) => uuidOf("md5", `contact${event.contact}`)),
    batch.map(() => JSON.stringify({ path: "/reports/42", plan: "team" })),
    batch.map((event) => event.messageId),
    benchNow.toString(),
  ];
  for (;;) {
    try {
      await pool.query({ name: "store-by-hand", text: statement, values });
      return;
    } catch (error) {
      if (!retried.has((error as { code?: string }).code ?? "")) throw error;
    }
  }
}

function uuidOf(algorithm: "md5" | "sha256", text: string): string {
  const hex = createHash(algorithm).update(text).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

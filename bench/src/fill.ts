import type pg from "pg";
import { ensureEventMonths, monthOf } from "../../server/src/events/event-months.ts";
import type { App } from "../../server/src/kernel/app.ts";
import { newId } from "../../server/src/kernel/ids.ts";
import { benchNow } from "./bench-company.ts";

export type Size = { accounts: number; events: number };
/** Days over which the events lie, the last being the bench's own day. */
export const spanDays = 120;
export const eventNames = [
  "Signed In",
  "Report Filed",
  "Export Made",
  "Invite Sent",
  "Page Viewed",
  "Rule Changed",
];

/**
 * Makes accounts, three contacts each, and events with their buckets, the same ones at every run: what is random comes
 * from hashes of running numbers. Written in a few statements, since what the generator takes is not measured.
 */
export async function fillCompany(app: App, pool: pg.Pool, { accounts, events }: Size): Promise<void> {
  const at = benchNow.toString();
  await pool.query(
    `insert into accounts (id, name, industry, country, plan, employee_count, seats_licensed, created_at, updated_at)
     select md5('account' || n)::uuid, 'Account ' || n, (array['Software','Retail','Health','Energy','Media'])[1 + n % 5],
            (array['DE','US','FR','GB','JP','BR'])[1 + n % 6], (array['free','team','business','enterprise'])[1 + n % 4],
            1 + (hashint4(n) & 2047), 5 + n % 40, $2, $2 from generate_series(1, $1) n`,
    [accounts, at],
  );
  await pool.query("insert into account_derived (account_id) select id from accounts");
  await pool.query(
    `insert into external_ids (object, source, external_id, object_id)
     select 'account', 'app', 'account-' || n, md5('account' || n)::uuid from generate_series(1, $1) n`,
    [accounts],
  );
  await pool.query(
    `insert into contacts (id, name, created_at, updated_at)
     select md5('contact' || n)::uuid, 'Contact ' || n, $2, $2 from generate_series(0, $1 * 3 - 1) n`,
    [accounts, at],
  );
  await pool.query(
    `insert into external_ids (object, source, external_id, object_id)
     select 'contact', 'app', 'contact-' || n, md5('contact' || n)::uuid from generate_series(0, $1 * 3 - 1) n`,
    [accounts],
  );
  await pool.query(
    `insert into account_contacts (account_id, contact_id, since)
     select md5('account' || (1 + n / 3))::uuid, md5('contact' || n)::uuid, '2025-01-01' from generate_series(0, $1 * 3 - 1) n`,
    [accounts],
  );
  await pool.query("insert into event_names (name, first_at) select unnest($1::text[]), $2", [
    eventNames,
    at,
  ]);
  const today = benchNow.toZonedDateTimeISO("UTC").toPlainDate();
  const months = Array.from({ length: spanDays + 2 }, (_, back) =>
    monthOf(today.add({ days: 1 }).subtract({ days: back }).toString()),
  );
  await ensureEventMonths(app, months);
  await fillEvents(pool, accounts, events);
  await pool.query(
    `insert into event_days (account_id, day, event_id, count, first_at, last_at)
     select account_id, (at at time zone 'UTC')::date, event_id, sum(count), min(at), max(at) from events group by 1, 2, 3`,
  );
  await pool.query(
    `insert into contact_days (account_id, contact_id, month, days)
     select account_id, contact_id, date_trunc('month', at at time zone 'UTC')::date,
            bit_or(1 << (extract(day from at at time zone 'UTC')::int - 1))
       from events group by 1, 2, 3`,
  );
  await pool.query("vacuum analyze");
}

/** More accounts, of a plan of their own and with ids as the product makes them. */
export async function addAccounts(pool: pg.Pool, count: number, plan: string): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId(benchNow));
  await pool.query(
    `with made as (
       insert into accounts (id, name, plan, employee_count, created_at, updated_at)
       select id, 'Bench ' || n, $3, n, $2, $2 from unnest($1::uuid[]) with ordinality as g (id, n) returning id)
     insert into account_derived (account_id) select id from made`,
    [ids, benchNow.toString(), plan],
  );
  return ids;
}

async function fillEvents(pool: pg.Pool, accounts: number, events: number): Promise<void> {
  const chunk = 500_000;
  for (let from = 0; from < events; from += chunk) {
    await pool.query(
      `insert into events (account_id, at, id, event_id, contact_id, count, properties, received_at, message_id)
       select md5('account' || (1 + a))::uuid, at, md5('event' || n)::uuid, 1 + (hashint4(n + 7) & 65535) % $5,
              md5('contact' || (a * 3 + (hashint4(n + 11) & 65535) % 3))::uuid, 1,
              '{"path": "/reports/42", "plan": "team"}', at, 'filled-' || n
         from (select n, (hashint4(n) & 2147483647) % $3 as a,
                      $4::timestamptz - make_interval(secs => (hashint4(n + 3) & 2147483647) % ($6 * 86400)) as at
                 from generate_series($1::int, $2::int) n) made`,
      [
        from,
        Math.min(from + chunk, events) - 1,
        accounts,
        benchNow.toString(),
        eventNames.length,
        spanDays - 1,
      ],
    );
  }
}

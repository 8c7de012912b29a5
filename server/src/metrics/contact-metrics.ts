import type { FieldType, MetricWindow } from "@perennial/contract";
import { sql } from "kysely";
import type { NodeSource } from "../engine/index.ts";
import type { Tx } from "../kernel/db.ts";
import type { Field, FieldSource } from "../objects/index.ts";
import { daysActiveIn, spansOf } from "./metric-windows.ts";

const key = "contact-metrics";
const window: MetricWindow = { kind: "last", count: 30, unit: "days" };

/** The metrics of contacts: what each did in the product, at whichever of their accounts. */
export const contactMetricFields: FieldSource = async () => [
  field(
    "lastSeenOn",
    "Last seen",
    "date",
    "last_seen_on",
    "The day on which they last did anything in the product",
  ),
  field(
    "metric:active_days_30d",
    "Active days, 30 days",
    "integer",
    "active_days_30d",
    "Days of the last 30 on which they did anything",
  ),
  field(
    "metric:active_days_30d.previous",
    "Active days, 30 days, window before",
    "integer",
    "active_days_30d_prev",
  ),
  field("metric:active_days_30d.change", "Active days, 30 days, change", "integer", "active_days_30d_change"),
];

function field(slug: string, label: string, type: FieldType, column: string, description?: string): Field {
  return {
    object: "contact",
    slug,
    label,
    group: "Usage",
    type,
    ...(description ? { description } : {}),
    column: { table: "derived", name: column },
    origin: "derived",
    isEditable: false,
  };
}

/** Keeps them true with the accounts that the contacts belong to. */
export const contactMetricNodes: NodeSource = async () => [
  {
    kind: "keeping",
    key,
    columns: [],
    brings: [],
    reads: [],
    async keep({ tx, ctx, accountIds }) {
      await refreshContacts(tx, ctx.today, accountIds);
      return { changes: [], events: [] };
    },
  },
];

/** The node to be asked for when contacts have no metrics yet. */
export const contactMetricsKey = key;

async function refreshContacts(
  tx: Tx,
  today: Temporal.PlainDate,
  accountIds: readonly string[],
): Promise<void> {
  // Locked in order: of two ticks with accounts of one contact, the later one sees what the first has written.
  const { rows } = await sql<{ id: string }>`
    select c.id from contacts c
     where c.id in (select contact_id from account_contacts where account_id = any(${[...accountIds]}::uuid[]))
     order by c.id for no key update
  `.execute(tx);
  if (rows.length === 0) return;
  const { now, before } = spansOf(window, today);
  const ids = sql`any(${rows.map((row) => row.id)}::uuid[])`;
  const columns = sql.raw("last_seen_on, active_days_30d, active_days_30d_prev, active_days_30d_change");
  await sql`
    insert into contact_derived (id, ${columns})
    select c.id, d.last_on, coalesce(d.now, 0), coalesce(d.before, 0), coalesce(d.now, 0) - coalesce(d.before, 0)
      from contacts c left join (
        select contact_id, max(month + (length(ltrim(days::bit(32)::text, '0')) - 1)) filter (where days <> 0) as last_on,
               ${daysActiveIn(now)} as now, ${daysActiveIn(before ?? now)} as before
          from (select d.contact_id, d.month, bit_or(d.days) as days
                  from account_contacts l join contact_days d on d.account_id = l.account_id and d.contact_id = l.contact_id
                 where l.contact_id = ${ids} group by d.contact_id, d.month) each_month
         group by contact_id) d on d.contact_id = c.id
     where c.id = ${ids} order by c.id
    on conflict (id) do update
      set last_seen_on = excluded.last_seen_on, active_days_30d = excluded.active_days_30d,
          active_days_30d_prev = excluded.active_days_30d_prev, active_days_30d_change = excluded.active_days_30d_change
      where (contact_derived.last_seen_on, contact_derived.active_days_30d, contact_derived.active_days_30d_prev)
            is distinct from (excluded.last_seen_on, excluded.active_days_30d, excluded.active_days_30d_prev)
  `.execute(tx);
}

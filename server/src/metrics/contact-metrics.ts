import type { FieldType, Metric, MetricWindow } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import type { ComputeEnvironment, NodeSource } from "../engine/index.ts";
import type { Context } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
import {
  catalogOf,
  type Field,
  type FieldSource,
  type PastSource,
  ruleCatalogOf,
  ruleEnv,
} from "../objects/index.ts";
import { asOfDay } from "./as-of-day.sql.ts";
import { derivedColumns } from "./metric-columns.ts";
import { daysActiveIn, spansOf } from "./metric-windows.ts";
import { readLiveMetrics } from "./read-metrics.ts";
import { contactMetricsKey } from "./sources/events-of-contact.ts";
import { kindOf, planned } from "./sources/source-kinds.ts";

const window: MetricWindow = { kind: "last", count: 30, unit: "days" };

/** What every company knows of its contacts. */
const shipped: readonly Field[] = [
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

/** The metrics of contacts: what each did in the product, at whichever of their accounts. */
export const contactMetricFields: FieldSource = async (db) => [
  ...shipped,
  ...(await readLiveMetrics(db, "contact")).flatMap(fieldsOf),
];

function fieldsOf(metric: Metric): Field[] {
  return derivedColumns(metric).map(({ name, field: { slug, label, type, description } }) =>
    field(slug, label, type, name, description),
  );
}

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
    isDated: true,
  };
}

/** Keeps them true with the accounts that the contacts belong to. */
export const contactMetricNodes: NodeSource = async (db) => {
  const metrics = await readLiveMetrics(db, "contact");
  const fields = [...shipped, ...metrics.flatMap(fieldsOf)];
  return [
    {
      kind: "keeping",
      key: contactMetricsKey,
      columns: [],
      brings: fields.map(({ slug }) => `contact/${slug}`),
      reads: [],
      async keep({ accountIds, ...environment }) {
        await refreshContacts(environment, metrics, accountIds);
        return { changes: [], events: [] };
      },
    },
  ];
};

/** What they were on an earlier day, by what is known of that day now. */
export const pastOfContactMetrics: PastSource = {
  object: "contact",
  async parts({ app, ctx, slugs, scope }) {
    const { db } = app;
    const metrics = await readLiveMetrics(db, "contact");
    const fields = [...shipped, ...metrics.flatMap(fieldsOf)];
    if (!fields.some(({ slug }) => slugs.has(slug))) return [];
    const asked = metrics.filter((metric) => fieldsOf(metric).some(({ slug }) => slugs.has(slug)));
    const environment = {
      ctx,
      catalog: await catalogOf(app, db),
      rules: await ruleCatalogOf(app, db),
      env: await ruleEnv(app, ctx),
    };
    const known = [...shipped, ...asked.flatMap(fieldsOf)];
    const select = await selectValues({ ...environment, tx: db }, asked, scope);
    return [
      {
        columns: Object.fromEntries(known.map(({ column }) => [column.name, null])),
        select: asOfDay(select, environment, []),
      },
    ];
  },
};

async function refreshContacts(
  environment: ComputeEnvironment & { tx: Tx },
  metrics: readonly Metric[],
  accountIds: readonly string[],
): Promise<void> {
  const { tx } = environment;
  // Locked in order: of two ticks with accounts of one contact, the later one sees what the first has written.
  const { rows } = await sql<{ id: string }>`
    select c.id from contacts c
     where c.id in (select contact_id from account_contacts where account_id = any(${[...accountIds]}::uuid[]))
     order by c.id for no key update
  `.execute(tx);
  if (rows.length === 0) return;
  const scope = sql`any(${rows.map((row) => row.id)}::uuid[])`;
  const names = [...shipped, ...metrics.flatMap(fieldsOf)].map(({ column }) => column.name);
  const columns = sql.join(names.map((name) => sql.id(name)));
  const of = (table: string) => sql.join(names.map((name) => sql.id(table, name)));
  await sql`
    insert into contact_derived (id, ${columns})
    select v.account_id, ${of("v")} from (${await selectValues(environment, metrics, scope)}) v order by v.account_id
    on conflict (id) do update set ${sql.join(names.map((name) => sql`${sql.id(name)} = ${sql.id("excluded", name)}`))}
      where (${of("contact_derived")}) is distinct from (${of("excluded")})
  `.execute(tx);
}

/** The values of the contacts in scope on the context's day, by `account_id`: here the contact's id. */
async function selectValues(
  environment: ComputeEnvironment & { tx: Db | Tx },
  metrics: readonly Metric[],
  scope: RawBuilder<unknown>,
): Promise<RawBuilder<unknown>> {
  const fixed = sql`
    select c.id as account_id, d.last_seen_on, coalesce(d.now, 0) as active_days_30d, coalesce(d.before, 0) as active_days_30d_prev,
           coalesce(d.now, 0) - coalesce(d.before, 0) as active_days_30d_change
      from contacts c left join (${activity(environment.ctx, scope)}) d on d.contact_id = c.id
     where c.id = ${scope}`;
  const [first] = metrics;
  if (!first) return fixed;
  const { statement } = kindOf(first);
  const own = await statement(first.source).select(metrics.map(planned), { ...environment, scope });
  const columns = metrics.flatMap(fieldsOf).map(({ column }) => sql.id("m", column.name));
  return sql`
    select f.*, ${sql.join(columns)} from (${fixed}) f left join (${own}) m on m.account_id = f.account_id`;
}

/** When each was last seen, and on how many days of the window and of the one before: a day at several accounts counts once. */
function activity({ today }: Context, scope: RawBuilder<unknown>): RawBuilder<unknown> {
  const { now, before } = spansOf(window, today);
  return sql`
    select contact_id, max(month + (length(ltrim(days::bit(32)::text, '0')) - 1)) filter (where days <> 0) as last_seen_on,
           ${daysActiveIn(now)} as now, ${daysActiveIn(before ?? now)} as before
      from (select d.contact_id, d.month, bit_or(d.days) as days
              from account_contacts l join contact_days d on d.account_id = l.account_id and d.contact_id = l.contact_id
             where l.contact_id = ${scope} group by d.contact_id, d.month) each_month
     group by contact_id`;
}

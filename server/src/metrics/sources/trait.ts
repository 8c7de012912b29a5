import { type RawBuilder, sql } from "kysely";
import { daysBetween } from "../../kernel/calendar.ts";
import { problem } from "../../kernel/errors.ts";
import { type Catalog, ruleCatalogOf } from "../../objects/index.ts";
import { overBoth } from "../event-buckets.sql.ts";
import { columnsOf, missing, selectMetrics } from "../metric-parts.sql.ts";
import { beginningOfTime, type DaySpan, spansOf } from "../metric-windows.ts";
import { type Asked, eachDay, mean, startOfWindow, withWindow } from "../series.ts";
import { type MetricStatement, type SourceOf, sourceKind } from "../source-kind.ts";

type Source = SourceOf<"trait">;

const numberTypes = ["number", "integer", "percentage", "currency"];

/** A number of the account as it stood at the end of each day, out of its history. */
export const traitKind = sourceKind<"trait">({
  kind: "trait",
  isWhole: () => false,
  statement: () => traitStatement,
  async check({ app, tx, source }) {
    const { objects } = await ruleCatalogOf(app, tx);
    const fields = objects.find(({ slug }) => slug === "account")?.fields ?? [];
    const field = fields.find(({ slug }) => slug === source.field);
    const fails = (message: string) =>
      problem("invalid-input", message, { fields: [{ path: "source.field", message }] });
    if (!field) throw fails(`Accounts have no field “${source.field}”. Choose a number among their fields.`);
    if (!numberTypes.includes(field.type)) throw fails(`${field.label} is no number. Choose one that is.`);
    if (field.historyOf) {
      const kept = fields.find(({ slug }) => slug === field.historyOf)?.label ?? field.historyOf;
      throw fails(`${field.label} is another number whenever another one is chosen. Choose ${kept} itself.`);
    }
    if (!field.hasHistory) {
      throw fails(
        `${field.label} keeps no history to look back on. Choose a field that people or imports fill in, or a score.`,
      );
    }
  },
  async series(asked, source) {
    const values =
      asked.ownerId === undefined ? await meansOfAll(asked, source) : await stepsOf(asked, source);
    return eachDay(asked, (on) => ({
      value: values.at(on),
      rolling: combined(source.aggregate, values, startOfWindow(asked, on), on),
    }));
  },
  hasStates: true,
  facts: async ({ ownerId, timeZone }, { field }) => sql`
    select (at at time zone ${timeZone})::date as day, at, 'Set by ' || actor_name as label, new as seen,
           case when jsonb_typeof(old) <> 'null' then 'was ' || (old #>> '{}') end as note, null::uuid as id
      from history
     where account_id = ${ownerId}::uuid and object = 'account' and object_id = ${ownerId}::uuid and field = ${field}`,
});

/** Numbers stand as numbers, exact decimals as text. */
const numberIn = (column: "old" | "new") => {
  const json = sql.ref(column);
  return sql`case when jsonb_typeof(${json}) in ('number', 'string') and ${json} #>> '{}' ~ '^-?[0-9]+([.][0-9]+)?$'
    then (${json} #>> '{}')::numeric end`;
};

/** What a field held from a day on until the day before its next change; before the first change, what that one replaced. */
function steps(fields: readonly string[], scope: RawBuilder<unknown>, timeZone: string): RawBuilder<unknown> {
  const ofFields = sql`account_id = ${scope} and object = 'account' and object_id = account_id and field = any(${[...fields]}::text[])`;
  return sql`
    select account_id, field, day, value, lead(day) over (partition by account_id, field order by day) - 1 as until
      from (
        (select distinct on (account_id, field, 3) account_id, field, (at at time zone ${timeZone})::date as day, ${numberIn("new")} as value
           from history where ${ofFields} order by account_id, field, 3, at desc, id desc)
        union all
        (select distinct on (account_id, field) account_id, field, date '0001-01-01', ${numberIn("old")}
           from history where ${ofFields} order by account_id, field, at, id)
      ) change`;
}

const traitStatement: MetricStatement = {
  key: "metrics:trait",
  reads: (metrics) => metrics.map(({ source }) => (source as Source).field),
  select(metrics, { ctx, env, catalog, scope }) {
    const columns = columnsOf("t");
    const expressions = metrics.map(({ metric }) => {
      const source = metric.source as Source;
      const ofField = sql`field = ${source.field}`;
      const isThere = columns.add(sql`bool_or(${ofField})`);
      const present = currentOf(source, catalog);
      const spans = spansOf(metric.window, ctx.today, env.fiscalYearStartsInMonth);
      return {
        metric,
        expressions: overBoth(spans, (span) => {
          const value = columns.add(aggregateOf(source, span, ofField));
          // What never changed was always what it is.
          return sql`round(case when ${isThere} then ${value} else ${present} end, 4)`;
        }),
      };
    });
    const fields = metrics.map(({ metric }) => (metric.source as Source).field);
    const from = sql`
      from accounts a join account_derived d on d.account_id = a.id left join (
        select account_id, ${columns.list()} from (${steps(fields, scope, ctx.timeZone)}) s group by account_id) t on t.account_id = a.id
      where a.id = ${scope}`;
    return selectMetrics(expressions, [], from);
  },
};

function currentOf({ field }: Source, catalog: Catalog): RawBuilder<unknown> {
  const found = catalog.fieldsOf("account").get(field);
  if (!found) return missing;
  return sql`${sql.id(found.column.table === "record" ? "a" : "d", found.column.name)}::numeric`;
}

function aggregateOf(
  { aggregate }: Source,
  span: DaySpan,
  ofField: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const [from, to] = [sql`${span.from.toString()}::date`, sql`${span.to.toString()}::date`];
  if (aggregate === "latest") {
    return sql`(array_agg(value order by day desc) filter (where ${ofField} and day <= ${to}))[1]`;
  }
  const stands = sql`filter (where ${ofField} and day <= ${to} and coalesce(until, ${to}) >= ${from} and value is not null)`;
  if (aggregate !== "mean") return sql`${sql.raw(aggregate)}(value) ${stands}`;
  const days = sql`(least(coalesce(until, ${to}), ${to}) - greatest(day, ${from}) + 1)`;
  return sql`sum(value * ${days}) ${stands} / sum(${days}) ${stands}`;
}

/** Values by day, which stand until the next one. */
type Values = { at(day: string): number | null };
type Step = { day: string; value: number | null };

async function stepsOf(asked: Asked, source: Source): Promise<Values> {
  const scope = sql`${asked.ownerId}::uuid`;
  const { rows } = await sql<Step>`
    select day::text as day, value::float8 as value from (${steps([source.field], scope, asked.timeZone)}) s order by day
  `.execute(asked.db);
  if (rows.length > 0) return standing(rows);
  const present = await sql<{ value: number | null }>`
    select (${currentOf(source, asked.catalog)})::float8 as value from accounts a join account_derived d on d.account_id = a.id
     where a.id = ${scope}
  `.execute(asked.db);
  return standing([{ day: "0001-01-01", value: present.rows[0]?.value ?? null }]);
}

function standing(rows: readonly Step[]): Values {
  return { at: (day) => rows.findLast((row) => row.day <= day)?.value ?? null };
}

/** The mean over all accounts that have it, day by day: from what stands now back through every change. */
async function meansOfAll(asked: Asked, source: Source): Promise<Values> {
  const present = await sql<{ sum: number | null; count: number }>`
    select sum(v)::float8 as sum, count(v)::integer as count from (
      select ${currentOf(source, asked.catalog)} as v from accounts a join account_derived d on d.account_id = a.id) each
  `.execute(asked.db);
  const { rows } = await sql<{ day: string; sum: number; count: number }>`
    select day::text as day, (coalesce(sum(now), 0) - coalesce(sum(before), 0))::float8 as sum, (count(now) - count(before))::integer as count
      from (select (at at time zone ${asked.timeZone})::date as day, ${numberIn("new")} as now, ${numberIn("old")} as before
              from history where object = 'account' and field = ${source.field}) change
     where day >= ${withWindow(asked).first}::date group by 1 order by 1 desc
  `.execute(asked.db);
  let [sum, count] = [present.rows[0]?.sum ?? 0, present.rows[0]?.count ?? 0];
  const found: Step[] = [];
  for (const change of rows) {
    found.unshift({ day: change.day, value: mean(count === 0 ? [] : [sum / count]) });
    sum -= change.sum;
    count -= change.count;
  }
  found.unshift({ day: "0001-01-01", value: mean(count === 0 ? [] : [sum / count]) });
  return standing(found);
}

function combined(aggregate: Source["aggregate"], values: Values, from: string, to: string): number | null {
  if (aggregate === "latest") return values.at(to);
  const first = Temporal.PlainDate.from(from);
  const begin = Temporal.PlainDate.compare(first, beginningOfTime) < 0 ? beginningOfTime : first;
  const days = Array.from({ length: daysBetween(begin, Temporal.PlainDate.from(to)) + 1 }, (_, n) =>
    values.at(begin.add({ days: n }).toString()),
  ).filter((value) => value !== null);
  if (days.length === 0) return null;
  if (aggregate === "min") return Math.min(...days);
  return aggregate === "max" ? Math.max(...days) : mean(days);
}

import type { Metric } from "@perennial/contract";
import { checkRule, compileRule, type Env, type Rule, type Catalog as RuleCatalog } from "@perennial/rules";
import { type RawBuilder, sql } from "kysely";
import { boundText } from "../objects/index.ts";
import { type EventValuesSource, isWholeEventValue } from "./event-values-source.ts";
import { type MetricExpressions, selectMetrics } from "./metric-parts.sql.ts";
import { type DaySpan, windowBefore, windowOf } from "./metric-windows.ts";

type Scope = {
  today: Temporal.PlainDate;
  timeZone: string;
  scope: RawBuilder<unknown>;
  rules: RuleCatalog;
  env: Env;
  /** The dictionary's numbers of each metric's event names. */
  eventIds: ReadonlyMap<string, readonly number[]>;
};

/**
 * Metrics over the events themselves, where properties or contacts are asked: for the accounts in scope, in one pass over the
 * events of the longest window and the one before it.
 */
export function selectEventValues(metrics: readonly Metric[], at: Scope): RawBuilder<unknown> {
  const columns: RawBuilder<unknown>[] = [];
  const add = (aggregate: RawBuilder<unknown>) => {
    columns.push(sql`${aggregate} as ${sql.id(`v${columns.length + 1}`)}`);
    return sql`${sql.id("v", `v${columns.length}`)}`;
  };
  const expressions = metrics.map((metric): MetricExpressions => {
    const source = metric.source as EventValuesSource;
    const spans = [windowOf(at.today, metric.windowDays), windowBefore(at.today, metric.windowDays)];
    const [value, previous] = spans.map((span) => {
      const fits = sql`${isWithin(span, at.timeZone)}${isWanted(metric, source, at)}`;
      return shownValue(source, add(eventAggregate(source, fits, at.timeZone)));
    }) as [RawBuilder<unknown>, RawBuilder<unknown>];
    return { metric, value, previous };
  });
  const longest = Math.max(...metrics.map((metric) => metric.windowDays));
  const earliest = startOf(windowBefore(at.today, longest).from, at.timeZone);
  const from = sql`
    from accounts a
    left join (
      select account_id, ${sql.join(columns)} from events e
       where account_id = ${at.scope} and at >= ${earliest}::timestamptz and at < ${startOf(at.today.add({ days: 1 }), at.timeZone)}::timestamptz
       group by account_id) v on v.account_id = a.id
    left join (
      select account_id, count(*) as contacts from account_contacts
       where account_id = ${at.scope} and until is null group by account_id) c on c.account_id = a.id
    where a.id = ${at.scope}`;
  return selectMetrics(expressions, [], from);
}

/** The rule about each event's properties; nothing where none is asked, or where it cannot be asked any more. */
function propertyRule(source: EventValuesSource, rules: RuleCatalog): Rule | undefined {
  if (!source.where) return undefined;
  const checked = checkRule({ events: source.names[0] ?? "any", where: source.where }, rules, "account");
  if ("problems" in checked || !("where" in checked.rule.root)) return undefined;
  return checked.rule.root.where;
}

/** ` and …` for the events of a metric, over events `e`. */
export function isWanted(
  metric: Metric,
  source: EventValuesSource,
  { eventIds, rules, env }: Pick<Scope, "eventIds" | "rules" | "env">,
): RawBuilder<unknown> {
  const named =
    source.names.length === 0
      ? sql``
      : sql` and e.event_id = any(${[...(eventIds.get(metric.id) ?? [])]}::integer[])`;
  const rule = propertyRule(source, rules);
  // A filter that cannot be asked any more fits nothing, rather than everything.
  if (rule === undefined) return source.where ? sql`${named} and false` : named;
  const params: unknown[] = [];
  const compiled = compileRule(rule, { alias: "e", env, params });
  return sql`${named} and (${boundText(compiled.sql, params)})`;
}

function isWithin({ from, to }: DaySpan, timeZone: string): RawBuilder<unknown> {
  return sql`e.at >= ${startOf(from, timeZone)}::timestamptz and e.at < ${startOf(to.add({ days: 1 }), timeZone)}::timestamptz`;
}

function startOf(day: Temporal.PlainDate, timeZone: string): string {
  return day.toZonedDateTime(timeZone).toInstant().toString();
}

/** The property as a number; missing where it holds something else. */
export function propertyNumber({ property }: EventValuesSource): RawBuilder<unknown> {
  const name = property ?? "";
  return sql`case when jsonb_typeof(e.properties -> ${name}) = 'number' then (e.properties ->> ${name})::numeric end`;
}

/** One value of the events that fit; a row that stands for N occurrences counts N times. */
function eventAggregate(
  source: EventValuesSource,
  fits: RawBuilder<unknown>,
  timeZone: string,
): RawBuilder<unknown> {
  const number = propertyNumber(source);
  const filter = sql`filter (where ${fits})`;
  switch (source.aggregate) {
    case "count":
      return sql`sum(e.count) ${filter}`;
    case "contacts":
    case "contacts-pct":
      return sql`count(distinct e.contact_id) ${filter}`;
    case "days":
      return sql`count(distinct (e.at at time zone ${timeZone})::date) ${filter}`;
    case "sum":
      return sql`sum(${number} * e.count) ${filter}`;
    case "mean":
      return sql`sum(${number} * e.count) ${filter} / nullif(sum(case when ${number} is not null then e.count end) ${filter}, 0)`;
    case "min":
      return sql`min(${number}) ${filter}`;
    case "max":
      return sql`max(${number}) ${filter}`;
    case "latest":
      return sql`(array_agg(${number} order by e.at desc, e.id desc) filter (where ${fits} and ${number} is not null))[1]`;
  }
}

/** Aggregates of which nothing is zero, not missing. */
const zeroWhenNone: readonly EventValuesSource["aggregate"][] = ["count", "contacts", "days", "sum"];

function shownValue(source: EventValuesSource, value: RawBuilder<unknown>): RawBuilder<unknown> {
  const { aggregate } = source;
  const counted = zeroWhenNone.includes(aggregate) ? sql`coalesce(${value}, 0)` : value;
  if (aggregate === "contacts-pct")
    return sql`round(100.0 * coalesce(${value}, 0) / nullif(c.contacts, 0), 1)`;
  if (source.perSeat) return sql`round(${counted}::numeric / nullif(a.seats_licensed, 0), 4)`;
  return isWholeEventValue(source) ? sql`(${counted})::bigint` : sql`round(${counted}, 4)`;
}

import type { Metric } from "@perennial/contract";
import { checkRule, compileRule, type Env, type Rule, type Catalog as RuleCatalog } from "@perennial/rules";
import { type RawBuilder, sql } from "kysely";
import { boundText, parseRuleFor } from "../../objects/index.ts";
import { lastUsed } from "../event-buckets.sql.ts";
import { eventIdsOfMetrics } from "../event-ids.ts";
import { contactCount } from "../metric-parts.sql.ts";
import {
  dayOf,
  isWholeRowValue,
  type RowAggregate,
  type RowFacts,
  rowSeries,
  selectRowMetrics,
} from "../row-facts.sql.ts";
import { contactsOf } from "../series.sql.ts";
import { type MetricStatement, type SourceOf, sourceKind } from "../source-kind.ts";

type Source = SourceOf<"event-values">;

/** Of the events themselves, where properties or contacts are asked; a row that stands for N occurrences counts N times. */
export const eventValuesKind = sourceKind<"event-values">({
  kind: "event-values",
  lastKnown: lastUsed,
  isWhole: (source) => source.aggregate !== "contacts-pct" && isWholeRowValue(aggregateOf(source)),
  statement: () => eventValues,
  async check({ app, tx, source }) {
    if (!source.where) return;
    await parseRuleFor(app, tx, "account", { events: source.names[0] ?? "any", where: source.where });
  },
  async series(asked, source) {
    const facts = await factsOf(
      asked.metric,
      source,
      await eventIdsOfMetrics(asked.db, [asked.metric]),
      asked,
    );
    const points = await rowSeries(asked, aggregateOf(source), facts);
    if (source.aggregate !== "contacts-pct") return points;
    const all = await contactsOf(asked.db, asked.accountId);
    const share = (value: number | null) =>
      value === null || all === 0 ? null : Math.round((1000 * value) / all) / 10;
    return points.map(({ on, value, rolling }) => ({ on, value: share(value), rolling: share(rolling) }));
  },
  async facts(asked, source) {
    const { metric, db, accountId } = asked;
    const facts = await factsOf(metric, source, await eventIdsOfMetrics(db, [metric]), asked);
    return sql`
      select ${dayOf(facts, asked.timeZone)} as day, e.at, (select name from event_names n where n.id = e.event_id) as label,
             coalesce(e.properties -> ${source.property ?? ""}, to_jsonb(e.count)) as seen,
             (select c.name from contacts c where c.id = e.contact_id) as note, e.contact_id as id
        from events e where e.account_id = ${accountId}::uuid and (${facts.fits})`;
  },
});

const eventValues: MetricStatement = {
  key: "metrics:event-values",
  async select(metrics, at) {
    const eventIds = await eventIdsOfMetrics(
      at.tx,
      metrics.map(({ metric }) => metric),
    );
    const rows = metrics.map(async ({ metric }) => {
      const source = metric.source as Source;
      return {
        metric,
        aggregate: aggregateOf(source),
        facts: await factsOf(metric, source, eventIds, at),
        ...(source.aggregate === "contacts-pct"
          ? {
              shown: (value: RawBuilder<unknown>) =>
                sql`round(100.0 * coalesce(${value}, 0) / nullif(${contactCount}, 0), 1)`,
            }
          : {}),
      };
    });
    return selectRowMetrics(await Promise.all(rows), at);
  },
};

function aggregateOf({ aggregate }: Source): RowAggregate {
  return aggregate === "contacts" || aggregate === "contacts-pct" ? "distinct" : aggregate;
}

const happenedAt = sql`e.at`;

async function factsOf(
  metric: Metric,
  source: Source,
  eventIds: ReadonlyMap<string, readonly number[]>,
  asked: { rules: RuleCatalog; env: Env },
): Promise<RowFacts> {
  const name = source.property ?? "";
  return {
    from: sql`events e`,
    accountId: sql`e.account_id`,
    fits: isWanted(source, eventIds.get(metric.id) ?? [], asked),
    at: happenedAt,
    isDate: false,
    weight: sql`e.count`,
    // Missing where the property holds something else.
    number: sql`case when jsonb_typeof(e.properties -> ${name}) = 'number' then (e.properties ->> ${name})::numeric end`,
    distinct: sql`e.contact_id`,
  };
}

/** The events of a metric, by name and by the rule about their properties. */
function isWanted(
  source: Source,
  eventIds: readonly number[],
  { rules, env }: { rules: RuleCatalog; env: Env },
): RawBuilder<unknown> {
  const named = source.names.length === 0 ? sql`true` : sql`e.event_id = any(${[...eventIds]}::integer[])`;
  const rule = propertyRule(source, rules);
  // A filter that cannot be asked any more fits nothing, rather than everything.
  if (rule === undefined) return source.where ? sql`false` : named;
  const params: unknown[] = [];
  const compiled = compileRule(rule, { alias: "e", env, params });
  return sql`${named} and (${boundText(compiled.sql, params)})`;
}

/** The rule about each event's properties; nothing where none is asked, or where it cannot be asked any more. */
function propertyRule(source: Source, rules: RuleCatalog): Rule | undefined {
  if (!source.where) return undefined;
  const checked = checkRule({ events: source.names[0] ?? "any", where: source.where }, rules, "account");
  if ("problems" in checked || !("where" in checked.rule.root)) return undefined;
  return checked.rule.root.where;
}

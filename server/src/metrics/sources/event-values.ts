import { type RawBuilder, sql } from "kysely";
import { parseRuleFor } from "../../objects/index.ts";
import { lastUsed } from "../event-buckets.sql.ts";
import { eventIdsOfMetrics } from "../event-ids.ts";
import { contactCount } from "../metric-parts.sql.ts";
import { isWholeRowValue, type RowAggregate, rowSeries, selectRowMetrics } from "../row-facts.sql.ts";
import { contactsOf } from "../series.sql.ts";
import { type MetricStatement, type SourceOf, sourceKind } from "../source-kind.ts";
import { eventFacts, selectEventFacts } from "./event-facts.ts";

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
    const eventIds = await eventIdsOfMetrics(asked.db, [asked.metric]);
    const facts = eventFacts(asked.metric, source, { ...asked, eventIds }, ofAccounts);
    const points = await rowSeries(asked, aggregateOf(source), facts);
    if (source.aggregate !== "contacts-pct") return points;
    const all = await contactsOf(asked.db, asked.ownerId);
    const share = (value: number | null) =>
      value === null || all === 0 ? null : Math.round((1000 * value) / all) / 10;
    return points.map(({ on, value, rolling }) => ({ on, value: share(value), rolling: share(rolling) }));
  },
  async facts(asked, source) {
    const { metric, db, ownerId } = asked;
    const eventIds = await eventIdsOfMetrics(db, [metric]);
    const facts = eventFacts(metric, source, { ...asked, eventIds }, ofAccounts);
    const note = sql`(select c.name from contacts c where c.id = e.contact_id)`;
    return selectEventFacts(facts, source, asked.timeZone, { ownerId, note, id: sql`e.contact_id` });
  },
});

const ofAccounts = { from: sql`events e`, ownerId: sql`e.account_id` };

const eventValues: MetricStatement = {
  key: "metrics:event-values",
  async select(metrics, at) {
    const eventIds = await eventIdsOfMetrics(
      at.tx,
      metrics.map(({ metric }) => metric),
    );
    const rows = metrics.map(({ metric }) => {
      const source = metric.source as Source;
      return {
        metric,
        aggregate: aggregateOf(source),
        facts: eventFacts(metric, source, { ...at, eventIds }, ofAccounts),
        ...(source.aggregate === "contacts-pct"
          ? {
              shown: (value: RawBuilder<unknown>) =>
                sql`round(100.0 * coalesce(${value}, 0) / nullif(${contactCount}, 0), 1)`,
            }
          : {}),
      };
    });
    return selectRowMetrics(rows, at);
  },
};

function aggregateOf({ aggregate }: Source): RowAggregate {
  return aggregate === "contacts" || aggregate === "contacts-pct" ? "distinct" : aggregate;
}

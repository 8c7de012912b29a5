import { type RawBuilder, sql } from "kysely";
import { eventIdsOfMetrics } from "../event-ids.ts";
import {
  isWholeRowValue,
  type RowAggregate,
  type RowFacts,
  rowSeries,
  selectRowMetrics,
} from "../row-facts.sql.ts";
import type { Asked } from "../series.ts";
import { type MetricStatement, type SourceOf, sourceKind } from "../source-kind.ts";
import { eventFacts, selectEventFacts } from "./event-facts.ts";
import { eventValuesKind } from "./event-values.ts";

type Source = SourceOf<"events" | "event-values">;

/** The node that keeps all metrics of contacts. */
export const contactMetricsKey = "contact-metrics";

/** What one contact did, at whichever of their accounts: of the events themselves, for daily counts do not tell who. */
export const eventsOfContactKind = sourceKind<"events" | "event-values">({
  kind: "event-values",
  isWhole: (source) => isWholeRowValue(aggregateOf(source)),
  statement: () => ofContacts,
  async check({ app, tx, source }) {
    await eventValuesKind.check?.({ app, tx, source });
  },
  series: async (asked, source) => rowSeries(asked, aggregateOf(source), await factsOf(asked, source)),
  async facts(asked, source) {
    const note = sql`(select a.name from accounts a where a.id = e.account_id)`;
    const facts = await factsOf(asked, source);
    return selectEventFacts(facts, source, asked.timeZone, {
      ownerId: asked.ownerId,
      note,
      id: sql`null::uuid`,
    });
  },
});

const ofContacts: MetricStatement = {
  key: contactMetricsKey,
  async select(metrics, at) {
    const eventIds = await eventIdsOfMetrics(
      at.tx,
      metrics.map(({ metric }) => metric),
    );
    const owner = ownerIn(at.scope);
    const rows = metrics.map(({ metric }) => {
      const source = metric.source as Source;
      return {
        metric,
        aggregate: aggregateOf(source),
        facts: eventFacts(metric, source, { ...at, eventIds }, owner),
      };
    });
    return selectRowMetrics(rows, at, "contacts");
  },
};

async function factsOf(asked: Asked, source: Source): Promise<RowFacts> {
  const { db, metric, ownerId } = asked;
  const eventIds = await eventIdsOfMetrics(db, [metric]);
  const everybody = { from: sql`events e`, ownerId: sql`e.contact_id` };
  const owner = ownerId === undefined ? everybody : ownerIn(sql`${ownerId}::uuid`);
  return eventFacts(metric, source, { ...asked, eventIds }, owner);
}

/** Events lie with their accounts: only those of the contacts' accounts are looked at. */
function ownerIn(scope: RawBuilder<unknown>): Pick<RowFacts, "from" | "ownerId"> {
  return {
    from: sql`(
      select x.* from events x where x.contact_id = ${scope}
         and x.account_id = any(array(select l.account_id from account_contacts l where l.contact_id = ${scope}))) e`,
    ownerId: sql`e.contact_id`,
  };
}

function aggregateOf({ aggregate }: Source): RowAggregate {
  return aggregate === "contacts" || aggregate === "contacts-pct" ? "count" : aggregate;
}

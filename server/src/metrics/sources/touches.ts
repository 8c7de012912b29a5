import { type RawBuilder, sql } from "kysely";
import { dayOf, isWholeRowValue, type RowFacts, rowSeries, selectRowMetrics } from "../row-facts.sql.ts";
import { type MetricStatement, type SourceOf, sourceKind } from "../source-kind.ts";

type Source = SourceOf<"touches">;

/**
 * Conversations with the account: what contacts wrote, what people of ours wrote, and two-way touches, which are messages
 * that follow one of the other side in the same conversation, meetings that were held, and notes that tell of a talk.
 */
export const touchesKind = sourceKind<"touches">({
  kind: "touches",
  isWhole: ({ aggregate }) => isWholeRowValue(aggregate),
  statement: () => touchStatement,
  series: (asked, source) => rowSeries(asked, source.aggregate, factsOf(source)),
  async facts(asked, source) {
    const facts = factsOf(source);
    return sql`
      select ${dayOf(facts, asked.timeZone)} as day, t.at, t.label, null::jsonb as seen,
             case t.direction when 'in' then 'from a contact' when 'out' then 'from us' else t.direction end as note, t.place as id
        from ${facts.from} where t.account_id = ${asked.ownerId}::uuid and (${facts.fits})`;
  },
});

const touchStatement: MetricStatement = {
  key: "metrics:touches",
  select: (metrics, at) =>
    selectRowMetrics(
      metrics.map(({ metric }) => {
        const source = metric.source as Source;
        return { metric, aggregate: source.aggregate, facts: factsOf(source) };
      }),
      at,
    ),
};

/**
 * Mail by people of either side, notes, and tickets. Mail of playbooks is no touch of ours, but a contact who answers it makes one.
 * The slices that write these tables stand below this one, so that they are read as facts.
 */
const touches = sql`(
  select account_id, id as place, at, direction, subject as label, contact_id, null::text as category,
         not is_automatic as counts, case direction when 'in' then first_out < at else first_in < at end as is_answer
    from (select *, min(at) filter (where direction = 'out') over same as first_out,
                 min(at) filter (where direction = 'in') over same as first_in
            from messages
           where kind = 'message' and (direction = 'in' or status = 'sent')
          window same as (partition by account_id, conversation_id)) m
  union all
  select account_id, id, at, 'note', coalesce(subject, category, 'Note'), contact_id, category, true, false
    from notes where archived_at is null
  union all
  select account_id, id, at, 'meeting', coalesce(subject, 'Meeting'), null::uuid, kind, true, status = 'held'
    from meetings where archived_at is null
  union all
  select account_id, id, opened_at, 'ticket', coalesce(subject, 'Ticket'), requester_id, null, true, false
    from tickets where archived_at is null) t`;

const touchedAt = sql`t.at`;

function factsOf(source: Source): RowFacts {
  return {
    from: touches,
    ownerId: sql`t.account_id`,
    fits: isWanted(source),
    at: touchedAt,
    isDate: false,
    weight: sql`1`,
    number: sql`null::numeric`,
    distinct: sql`t.contact_id`,
  };
}

function isWanted(source: Source): RawBuilder<unknown> {
  return source.tickets ? sql`t.direction = 'ticket' or (${isMessage(source)})` : isMessage(source);
}

function isMessage({ of, noteCategories }: Source): RawBuilder<unknown> {
  if (of === "received") return sql`t.direction = 'in'`;
  if (of === "sent") return sql`t.direction = 'out' and t.counts`;
  const categories = noteCategories.map((name) => name.toLowerCase());
  return sql`t.counts and (t.is_answer or (t.direction = 'note' and lower(t.category) = any(${categories}::text[])))`;
}

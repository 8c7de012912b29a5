import { sql } from "kysely";
import { eventBuckets, lastUsed, overBoth } from "../event-buckets.sql.ts";
import { seatsOf } from "../series.sql.ts";
import { sourceKind } from "../source-kind.ts";
import { contactFacts, contactSeries } from "./contacts.ts";

/** Active contacts as a percentage of the licensed seats as they are now. */
export const seatUtilisationKind = sourceKind<"seat-utilisation">({
  kind: "seat-utilisation",
  lastKnown: lastUsed,
  isWhole: () => false,
  statement: () => eventBuckets,
  fromBuckets: (_metric, _source, { spans, contacts }) =>
    overBoth(spans, (span) => sql`round(100.0 * ${contacts(span)} / nullif(a.seats_licensed, 0), 1)`),
  async series(asked) {
    const seats = await seatsOf(asked.db, asked.ownerId);
    const share = (contacts: number) => (seats ? Math.round((1000 * contacts) / seats) / 10 : null);
    const points = await contactSeries(asked);
    return points.map(({ on, value, rolling }) => ({ on, value: share(value), rolling: share(rolling) }));
  },
  facts: async ({ ownerId }) => contactFacts(ownerId),
});

import { sql } from "kysely";
import type { QualityCheck } from "../objects/index.ts";

/** An application that sends events at all seldom pauses over a weekend. */
const silentDays = 3;

export const sourceQuality: readonly QualityCheck[] = [
  {
    slug: "silent-event-sources",
    group: "sources",
    title: "Event sources that fell silent",
    consequence:
      "Usage looks as if it dropped: scores and indicators follow, though perhaps only the sending stopped.",
    find: ({ ctx }) => sql`
      select null::uuid as account_id, 'event-source' as object, k.id as record_id,
             k.name || ' has sent nothing for ' || (${ctx.today.toString()}::date - (k.last_used_at at time zone ${ctx.timeZone})::date) || ' days' as what
        from write_keys k
       where k.revoked_at is null and k.last_used_at < ${ctx.now.subtract({ hours: 24 * silentDays }).toString()}::timestamptz`,
  },
];

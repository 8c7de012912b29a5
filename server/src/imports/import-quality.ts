import { sql } from "kysely";
import type { QualityCheck } from "../objects/index.ts";

/** Files that came again and again, and no more: at least so often, overdue by more than the usual time between two. */
const fewest = 3;

export const importQuality: readonly QualityCheck[] = [
  {
    slug: "overdue-imports",
    group: "sources",
    title: "Regular imports that are overdue",
    consequence:
      "What they bring is as old as the last file: dates, amounts and owners may have changed since.",
    find: ({ ctx }) => sql`
      with files as (
        select object, source, finished_at,
               finished_at - lag(finished_at) over (partition by object, source order by finished_at) as gap
          from imports where status = 'done' and finished_at > ${ctx.now.subtract({ hours: 24 * 365 }).toString()}::timestamptz
      ), regular as (
        select object, source, max(finished_at) as last_at,
               percentile_cont(0.5) within group (order by gap) as usual
          from files group by object, source having count(*) >= ${fewest}
      )
      select null::uuid as account_id, 'import' as object, null::uuid as record_id,
             object || ' from ' || source || ': last on ' || (last_at at time zone ${ctx.timeZone})::date
               || ', usually every ' || greatest(1, round(extract(epoch from usual) / 86400)) || ' days' as what
        from regular
       where usual >= interval '12 hours' and ${ctx.now.toString()}::timestamptz - last_at > 2 * usual`,
  },
];

import { sql } from "kysely";
import type { QualityCheck } from "../objects/index.ts";

/** What is collected for nothing, and what is asked of data that nobody sends. */
export const metricQuality: readonly QualityCheck[] = [
  {
    slug: "events-without-metric",
    group: "unused",
    title: "Events that no metric names",
    consequence: "They are kept and counted in totals of activity, but nothing is measured by them.",
    find: () => sql`
      select null::uuid as account_id, 'event' as object, null::uuid as record_id, '“' || n.name || '”' as what
        from event_names n
       where not exists (
         select from metrics m, jsonb_array_elements_text(coalesce(m.source -> 'names', '[]'::jsonb)) as named (name)
          where m.archived_at is null and lower(named.name) = lower(n.name))`,
  },
  {
    slug: "metrics-without-data",
    group: "unused",
    title: "Metrics whose events never came",
    consequence: "They have no value for any account; health leaves them out.",
    find: () => sql`
      select null::uuid as account_id, 'metric' as object, m.id as record_id,
             m.name || ' counts ' || (select string_agg('“' || name || '”', ', ') from jsonb_array_elements_text(m.source -> 'names') as named (name)) as what
        from metrics m
       where m.archived_at is null and m.source ->> 'kind' in ('events', 'event-values') and jsonb_array_length(m.source -> 'names') > 0
         and not exists (
           select from event_names n, jsonb_array_elements_text(m.source -> 'names') as named (name)
            where lower(named.name) = lower(n.name))`,
  },
];

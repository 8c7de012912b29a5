import { sql } from "kysely";
import type { FeatureSource } from "./feature-source.ts";

/** The primary health score as the history tells it stood, and 90 days before. Before its first value nothing is known. */
export const healthFeatures: FeatureSource = {
  features: [
    { slug: "health", label: "Health", kind: "number" },
    { slug: "health_change", label: "Health against 90 days before", kind: "number" },
  ],
  select: ({ points, healthField }) => sql`
    select p.account_id, p.renewal_id, p.at, h.now as health, h.now - h.earlier as health_change
      from ${points} p
     cross join lateral (
       select (array_agg((y.new #>> '{}')::numeric order by y.at desc, y.id desc))[1] as now,
              (array_agg((y.new #>> '{}')::numeric order by y.at desc, y.id desc)
                filter (where y.at < p.before - interval '90 days'))[1] as earlier
         from history y
        where y.account_id = p.account_id and y.object = 'account' and y.object_id = p.account_id
          and y.field = ${healthField} and y.at < p.before
     ) h`,
};

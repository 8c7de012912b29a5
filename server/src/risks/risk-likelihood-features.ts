import { sql } from "kysely";
import type { FeatureSource } from "../likelihood/index.ts";

/** Open risks as they stood at the look, by when each was raised and left. Before the company's first risk nothing is known. */
export const riskLikelihoodFeatures: FeatureSource = {
  features: [
    { slug: "risks_open", label: "Open risks", kind: "number", shown: "log-count" },
    { slug: "risk_days", label: "Days the oldest open risk stands", kind: "number", shown: "days" },
  ],
  select: ({ points }) => sql`
    select p.account_id, p.renewal_id, p.at, ln(1 + k.open) as risks_open,
           least(180, coalesce(extract(epoch from p.before - k.since) / 86400, 0)) as risk_days
      from ${points} p
     cross join lateral (
       select count(*) as open, min(k.raised_at) as since
         from risks k
        where k.account_id = p.account_id and k.archived_at is null and k.raised_at < p.before
          and (k.left_at is null or k.left_at >= p.before)
     ) k
     where p.before > (select min(raised_at) from risks)`,
};

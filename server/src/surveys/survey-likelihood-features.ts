import { sql } from "kysely";
import type { FeatureSource } from "../likelihood/index.ts";

/** What contacts had answered by the look, over a year back: of each the latest NPS, and their satisfaction. */
export const surveyLikelihoodFeatures: FeatureSource = {
  features: [
    { slug: "nps_mean", label: "NPS, mean of the latest answers, a year", kind: "number" },
    { slug: "survey_csat", label: "CSAT of surveys, a year", kind: "number" },
  ],
  select: ({ points }) => sql`
    select p.account_id, p.renewal_id, p.at, avg(k.score) filter (where k.survey = 'nps' and k.place = 1) as nps_mean,
           avg(k.score) filter (where k.survey = 'csat') as survey_csat
      from ${points} p
     cross join lateral (
       select s.survey, s.score,
              row_number() over (partition by s.survey, coalesce(s.contact_id, s.id) order by s.at desc, s.score desc) as place
         from survey_responses s
        where s.account_id = p.account_id and s.archived_at is null and s.survey in ('nps', 'csat')
          and s.at < p.before and s.at >= p.before - interval '365 days') k
     group by p.account_id, p.renewal_id, p.at`,
};

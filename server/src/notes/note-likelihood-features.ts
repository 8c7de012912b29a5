import { sql } from "kysely";
import type { FeatureSource } from "../likelihood/index.ts";

/** Longer ago than this says no more. */
const window = 120;

/**
 * When somebody of ours last wrote something down about the account, by the days the notes are about. Until the company has kept
 * notes for the whole window nothing is known: silence would be the habit's, not the account's.
 */
export const noteLikelihoodFeatures: FeatureSource = {
  features: [
    { slug: "note_days", label: "Days since the last note", kind: "number", shown: "days" },
    { slug: "notes_taken", label: "Notes, 90 days", kind: "number", shown: "log-count" },
  ],
  select: ({ points }) => sql`
    select p.account_id, p.renewal_id, p.at, ln(1 + n.recent) as notes_taken,
           least(${window}::integer, coalesce(extract(epoch from p.before - n.last_at) / 86400, ${window}::integer)) as note_days
      from ${points} p
     cross join lateral (
       select max(n.at) as last_at, count(*) filter (where n.at >= p.before - interval '90 days') as recent
         from notes n
        where n.account_id = p.account_id and n.archived_at is null and n.at < p.before
     ) n
     where p.before - make_interval(days => ${window}::integer) >= (select min(at) from notes where archived_at is null)`,
};

import { sql } from "kysely";
import { type FeatureSource, recencyFeatures } from "../likelihood/index.ts";

const isKept = sql`r.archived_at is null`;

/** When somebody of ours last wrote something down about the account, by the days the notes are about. */
export const noteLikelihoodFeatures: FeatureSource = recencyFeatures({
  table: "notes",
  counts: isKept,
  kept: isKept,
  days: { slug: "note_days", label: "Days since the last note" },
  recent: { slug: "notes_taken", label: "Notes, 90 days" },
});

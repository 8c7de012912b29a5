import { sql } from "kysely";
import { type FeatureSource, recencyFeatures } from "../likelihood/index.ts";

/** When the customer last wrote, and how much was written both ways, automatic mail left out. */
export const mailLikelihoodFeatures: FeatureSource = recencyFeatures({
  table: "messages",
  counts: sql`not r.is_automatic`,
  meant: sql`r.direction = 'in'`,
  days: { slug: "mail_days", label: "Days since they last wrote" },
  recent: { slug: "mail_messages", label: "Messages both ways, 90 days" },
});

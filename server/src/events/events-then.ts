import { sql } from "kysely";
import type { TableThen } from "../objects/index.ts";

/**
 * Events and their daily counts by an instant. A day that was not over counts as a whole. Contacts and organizations have
 * those of the accounts that they belong to now.
 */
export const eventsThen: readonly TableThen[] = [
  { table: "events", where: ({ instant }) => sql`x.at <= ${instant}` },
  { table: "event_days", where: ({ day }) => sql`x.day <= ${day}` },
  { table: "contact_events", where: ({ instant }) => sql`x.at <= ${instant}` },
  { table: "organization_events", where: ({ instant }) => sql`x.at <= ${instant}` },
  { table: "organization_event_days", where: ({ day }) => sql`x.day <= ${day}` },
  {
    table: "contact_days",
    // Of the month itself the days up to the day: bit 0 is the first.
    columns: ({ day }) => ({
      days: sql`case when x.month = date_trunc('month', ${day})::date
        then x.days & ((1::bigint << extract(day from ${day})::integer) - 1)::integer else x.days end`,
    }),
    others: ["account_id", "contact_id", "month"],
    where: ({ day }) => sql`x.month <= ${day}`,
  },
];

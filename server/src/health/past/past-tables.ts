import { type RawBuilder, sql } from "kysely";
import { meetingStatusThen } from "../../metrics/index.ts";

/** The last instant and the last day that count. */
export type AsOf = { instant: RawBuilder<unknown>; day: RawBuilder<unknown> };

/** How the rows of a table stood at the end of a day, as columns that differ and as rows that were there. */
type PastTable = {
  table: string;
  /** What a column held then, by its name; others are as they are now. */
  columns?(at: AsOf): Readonly<Record<string, RawBuilder<unknown>>>;
  where(at: AsOf): RawBuilder<unknown>;
};

/** `null` while it had not happened. */
const until = (column: string, at: RawBuilder<unknown>) =>
  sql`case when x.${sql.id(column)} <= ${at} then x.${sql.id(column)} end`;

/**
 * The tables that measures look at, each as it stood. What carries its own dates (tickets, meetings, answers, events, renewals,
 * contacts, risks) is told from these, so that imported years count; nothing of after the day is let through.
 */
export const pastTables: readonly PastTable[] = [
  { table: "event_days", where: ({ day }) => sql`x.day <= ${day}` },
  {
    table: "contact_days",
    // Of the month itself the days up to the day: bit 0 is the first.
    columns: ({ day }) => ({
      days: sql`case when x.month = date_trunc('month', ${day})::date
        then x.days & ((1::bigint << extract(day from ${day})::integer) - 1)::integer else x.days end`,
    }),
    where: ({ day }) => sql`x.month <= ${day}`,
  },
  { table: "metric_values", where: ({ day }) => sql`x."on" <= ${day}` },
  {
    table: "tickets",
    columns: ({ instant }) => ({
      solved_at: until("solved_at", instant),
      first_response_at: until("first_response_at", instant),
      status: sql`case when x.solved_at > ${instant} then 'open' else x.status end`,
      // Rated when it is solved.
      csat: sql`case when x.solved_at <= ${instant} then x.csat end`,
    }),
    where: ({ instant }) => sql`x.opened_at <= ${instant}`,
  },
  {
    table: "meetings",
    columns: ({ instant }) => ({ status: meetingStatusThen("x", instant) }),
    where: ({ instant }) => sql`x.known_at <= ${instant}`,
  },
  {
    table: "survey_responses",
    columns: ({ instant }) => ({ followed_up_at: until("followed_up_at", instant) }),
    where: ({ instant }) => sql`x.at <= ${instant}`,
  },
  {
    table: "contacts",
    columns: ({ day }) => ({ deactivated_on: until("deactivated_on", day) }),
    where: () => sql`true`,
  },
  {
    table: "account_contacts",
    columns: ({ day }) => ({ until: until("until", day) }),
    // Who came with an import is taken to have been there before it: since when is not known.
    where: ({ day }) => sql`(x.since is null or x.since <= ${day} or exists (
      select from public.contacts c where c.id = x.contact_id and c.created_at::date = x.since))`,
  },
  {
    table: "renewals",
    columns: ({ instant }) => {
      const isOpen = sql`(x.closed_at is null or x.closed_at > ${instant})`;
      const ended = (column: string) => sql`case when ${isOpen} then null else x.${sql.id(column)} end`;
      return {
        outcome: ended("outcome"),
        closed_at: ended("closed_at"),
        final_arr: ended("final_arr"),
        loss_reason: ended("loss_reason"),
        stage: sql`case when ${isOpen} then coalesce(x.stage_before_outcome, x.stage) else x.stage end`,
        rating: sql`case when ${isOpen} then x.rating_before_outcome else x.rating end`,
      };
    },
    where: ({ day }) => sql`(x.term_starts_on is null or x.term_starts_on <= ${day})`,
  },
  {
    table: "risks",
    columns: ({ instant }) => ({
      status: sql`case when x.left_at > ${instant} then 'open' else x.status end`,
      left_at: until("left_at", instant),
    }),
    where: ({ instant }) => sql`x.raised_at <= ${instant}`,
  },
  {
    table: "account_pulses",
    columns: ({ instant }) => ({ taken_back_at: until("taken_back_at", instant) }),
    where: ({ instant }) => sql`x.given_at <= ${instant}`,
  },
  // A model is judged by itself, without what people said above it.
  { table: "health_overrides", where: () => sql`false` },
  { table: "history", where: ({ instant }) => sql`x.at <= ${instant}` },
];

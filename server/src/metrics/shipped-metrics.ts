import { metricInput } from "@perennial/contract";
import { sql } from "kysely";
import { z } from "zod";
import { requestPass } from "../engine/index.ts";
import type { App } from "../kernel/app.ts";
import { command, execute } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import { contactMetricsKey } from "./sources/events-of-contact.ts";
import { defineMetrics } from "./write-metrics.ts";

/** What products call a sign-in; edit the metric where yours says otherwise. */
const loginNames = [
  "Signed In",
  "Logged In",
  "Login",
  "Log In",
  "User Logged In",
  "User Signed In",
  "signed_in",
  "logged_in",
  "user_login",
  "Session Started",
];

const shipped: readonly z.input<typeof metricInput>[] = [
  {
    slug: "events_30d",
    name: "Events, 30 days",
    description: "How often anything was done in the product in the last 30 days",
    source: { kind: "events" },
    role: "usage",
  },
  {
    slug: "logins_30d",
    name: "Logins, 30 days",
    description: "Sign-ins in the last 30 days, over an editable list of event names",
    source: { kind: "events", names: loginNames },
  },
  {
    slug: "active_contacts_30d",
    name: "Active contacts, 30 days",
    description: "Distinct contacts who did anything in the last 30 days",
    source: { kind: "contacts" },
    role: "active-contacts",
  },
  {
    slug: "active_days_30d",
    name: "Active days, 30 days",
    description: "Days of the last 30 on which anything was done",
    source: { kind: "events", aggregate: "days" },
  },
  {
    slug: "seat_utilisation",
    name: "Seat utilisation %",
    description: "Active contacts of the last 30 days as a percentage of the licensed seats",
    source: { kind: "seat-utilisation" },
    role: "seats-used",
  },
  {
    slug: "days_since_last_seen",
    name: "Days since last seen",
    description: "Days since anybody at the account did anything in the product",
    source: { kind: "last-seen" },
  },
  {
    slug: "days_since_sponsor_seen",
    name: "Days since sponsor seen",
    description: "Days since the contact who is sponsor did anything in the product",
    source: { kind: "last-seen", of: "sponsor" },
  },
  {
    slug: "tickets_opened_30d",
    name: "Tickets opened, 30 days",
    description: "Support tickets opened in the last 30 days",
    source: { kind: "tickets", aggregate: "opened" },
  },
  {
    slug: "open_tickets",
    name: "Open tickets",
    description: "Support tickets that are not solved",
    source: { kind: "tickets", aggregate: "open" },
  },
  {
    slug: "open_urgent_tickets",
    name: "Open urgent tickets",
    description: "Urgent support tickets that are not solved",
    source: { kind: "tickets", aggregate: "open", priority: "urgent" },
  },
  {
    slug: "oldest_open_ticket_days",
    name: "Oldest open ticket, days",
    description: "Days since the oldest ticket that is not solved was opened",
    source: { kind: "tickets", aggregate: "oldest-open-days" },
  },
  {
    slug: "median_resolution_hours_90d",
    name: "Median resolution, hours, 90 days",
    description: "Half of the tickets solved in the last 90 days took no longer",
    source: { kind: "tickets", aggregate: "median-resolution-hours" },
    windowDays: 90,
  },
  {
    slug: "ticket_csat_90d",
    name: "Ticket CSAT, 90 days",
    description: "Mean satisfaction with the tickets solved in the last 90 days",
    source: { kind: "tickets", aggregate: "mean-csat" },
    windowDays: 90,
  },
  {
    slug: "contact_frequency_30d",
    name: "Contact frequency, 30 days",
    description: "How often the account asked support or wrote to us in the last 30 days",
    source: { kind: "touches", of: "received", tickets: true },
  },
  {
    slug: "contact_frequency_90d",
    name: "Contact frequency, 90 days",
    description:
      "How often the account asked support or wrote to us in the last 90 days: long enough to be compared with others",
    source: { kind: "touches", of: "received", tickets: true },
    windowDays: 90,
  },
  {
    slug: "days_since_two_way_touch",
    name: "Days since last two-way touch",
    description:
      "Days since one side answered the other, a meeting was held, or a note told of a talk: name the categories of such notes in the metric",
    source: {
      kind: "touches",
      of: "two-way",
      aggregate: "days-since",
      noteCategories: ["Call", "Meeting", "Business review"],
    },
  },
  {
    slug: "days_since_last_reply",
    name: "Days since last reply",
    description: "Days since a contact of the account last wrote to us",
    source: { kind: "touches", of: "received", aggregate: "days-since" },
  },
  {
    slug: "meetings_scheduled_90d",
    name: "Meetings scheduled, 90 days",
    description: "Meetings that were to be held in the last 90 days, without those cancelled",
    source: {
      kind: "records",
      object: "meeting",
      at: "at",
      where: { subject: "status", op: "is-none-of", value: ["cancelled"] },
    },
    windowDays: 90,
  },
  {
    slug: "meetings_held_90d",
    name: "Meetings held, 90 days",
    description: "Meetings of the last 90 days that were held",
    source: {
      kind: "records",
      object: "meeting",
      at: "at",
      where: { subject: "status", op: "is", value: "held" },
    },
    windowDays: 90,
  },
  {
    slug: "meetings_missed_90d",
    name: "Meetings missed, 90 days",
    description: "Meetings of the last 90 days to which somebody did not come",
    source: {
      kind: "records",
      object: "meeting",
      at: "at",
      where: { subject: "status", op: "is", value: "missed" },
    },
    windowDays: 90,
  },
  {
    slug: "health_checks_missed_90d",
    name: "Health checks missed, 90 days",
    description: "Health checks and business reviews of the last 90 days to which the customer did not come",
    source: {
      kind: "records",
      object: "meeting",
      at: "at",
      where: {
        all: [
          { subject: "status", op: "is", value: "missed" },
          { subject: "kind", op: "is-any-of", value: ["health-check", "business-review"] },
          { subject: "missedBy", op: "is-any-of", value: ["customer"] },
        ],
      },
    },
    windowDays: 90,
  },
  {
    slug: "nps",
    name: "NPS",
    description: "% promoters − % detractors, of the latest answer of each contact in the last 180 days",
    source: { kind: "surveys", survey: "nps", aggregate: "nps" },
    windowDays: 180,
  },
  {
    slug: "nps_mean",
    name: "NPS, mean score",
    description: "Mean of the latest NPS answer, 0 to 10, of each contact in the last 180 days",
    source: { kind: "surveys", survey: "nps", aggregate: "mean-latest" },
    windowDays: 180,
  },
  {
    slug: "nps_detractors",
    name: "NPS detractors",
    description: "Contacts whose latest NPS answer of the last 180 days is 6 or less",
    source: { kind: "surveys", survey: "nps", aggregate: "detractors" },
    windowDays: 180,
  },
  {
    slug: "csat_90d",
    name: "CSAT, 90 days",
    description: "Mean satisfaction, 1 to 5, that contacts answered to surveys in the last 90 days",
    source: { kind: "surveys", survey: "csat", aggregate: "mean" },
    windowDays: 90,
  },
  {
    slug: "features_adopted",
    name: "Features adopted",
    description: "How many of the product's features the account has adopted",
    source: { kind: "features" },
  },
  {
    slug: "feature_breadth",
    name: "Feature breadth %",
    description: "The adopted features as a percentage of all",
    source: { kind: "features", aggregate: "breadth" },
    role: "breadth",
  },
];

const shipMetrics = command({
  name: "metrics.ship",
  permission: "metrics.write",
  input: z.object({ metrics: z.array(metricInput) }),
  async run({ tx, ctx, input }) {
    const { ids, changes, events } = await defineMetrics(tx, ctx, input.metrics, { isShipped: true });
    return { result: ids, changes, events };
  },
});

/** Contacts from before there were metrics of theirs get them by a pass over all accounts. */
async function fillContactMetrics(app: App, ctx: Context): Promise<void> {
  const { rows } = await sql`
    select 1 from contacts c where not exists (select from contact_derived) limit 1
  `.execute(app.db);
  if (rows.length === 0) return;
  await app.db
    .transaction()
    .execute((tx) => requestPass(tx, ctx.now, "metrics of contacts are shipped", [contactMetricsKey]));
}

/** The metrics that exist from the first start. Those that are there, changed or archived, stay as they are. */
export async function ensureShippedMetrics(app: App, ctx: Context): Promise<void> {
  const existing = await app.db.selectFrom("metrics").select("slug").execute();
  const known = new Set(existing.map((row) => row.slug));
  const missing = shipped.filter((metric) => !known.has(metric.slug));
  if (missing.length > 0) await execute(app, ctx, shipMetrics, { metrics: missing });
  await fillContactMetrics(app, ctx);
}

import { farApart, type indicatorDefinitionInput, type MetricRole } from "@perennial/contract";
import { checkRule, type RuleJson } from "@perennial/rules";
import type { z } from "zod";
import { type App, systemContext } from "../kernel/app.ts";
import { executeIn } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import type { AfterCommand } from "../kernel/slice.ts";
import { ruleCatalogOf } from "../objects/index.ts";
import { conditionOf } from "./condition.ts";
import { createDefinition } from "./write-definition.ts";

type Shipped = Omit<z.input<typeof indicatorDefinitionInput>, "rule"> & { rule?: RuleJson };

const metric = (slug: string) => `metric:${slug}`;
/** The metric by which the company measures this, whatever it is called. */
const ofRole = (role: MetricRole, part = "") => `role:${role}${part}`;

/**
 * The indicators that every company begins with. Each is there as soon as the fields its condition reads are: some wait
 * for what other parts of the product or the company's own traits will bring.
 */
export const shippedIndicators: readonly Shipped[] = [
  {
    slug: "usage_down",
    name: "Usage is down",
    description: "The metric of the role Usage fell by 30 % or more against the window before.",
    polarity: "risk",
    severity: "high",
    rule: { subject: ofRole("usage", ".previous"), op: "at-least", value: 20 },
    threshold: { subject: ofRole("usage", ".changePct"), op: "at-most", value: -30 },
    dueInDays: 3,
    message:
      'Usage fell by {{ account.roles["usage.changePct"] | abs | round }} %, from {{ account.roles["usage.previous"] }} to {{ account.roles.usage }}.',
  },
  {
    slug: "no_login",
    name: "Nobody logs in",
    description: "Nobody at the account has done anything in the product for 21 days.",
    polarity: "risk",
    severity: "high",
    threshold: { subject: metric("days_since_last_seen"), op: "at-least", value: 21 },
    dueInDays: 3,
    message: "Nobody has been seen for {{ account.metrics.days_since_last_seen }} days.",
  },
  {
    slug: "sponsor_gone",
    name: "Sponsor is gone",
    description: "A sponsor or decision maker was deactivated or removed, and there is no other.",
    polarity: "risk",
    severity: "high",
    threshold: { subject: "departedSponsors", op: "at-least", value: 1 },
    dueInDays: 2,
    clears: { kind: "condition-ends" },
    message: "The sponsor of {{ account.name }} has left, and nobody else holds the role.",
  },
  {
    slug: "sponsor_silent",
    name: "Sponsor is silent",
    description: "The sponsor has not been seen for 45 days while others at the account are active.",
    polarity: "risk",
    severity: "medium",
    rule: { subject: metric("days_since_last_seen"), op: "at-most", value: 14 },
    threshold: { subject: metric("days_since_sponsor_seen"), op: "at-least", value: 45 },
    message:
      "The sponsor has not been seen for {{ account.metrics.days_since_sponsor_seen }} days while others are active.",
  },
  {
    slug: "champion_left",
    name: "Champion left",
    description: "A champion was deactivated or removed, and there is no other.",
    polarity: "risk",
    severity: "high",
    threshold: { subject: "departedChampions", op: "at-least", value: 1 },
    dueInDays: 3,
    message: "The champion at {{ account.name }} has left: find the next one.",
  },
  {
    slug: "stops_answering",
    name: "Stops answering",
    description: "Three or more messages of the last 60 days without an answer.",
    polarity: "risk",
    severity: "medium",
    threshold: { subject: "unansweredMessages", op: "at-least", value: 3 },
    message: "{{ account.unanswered_messages }} messages without an answer.",
  },
  {
    slug: "tickets_dragging",
    name: "Tickets drag on",
    description: "The oldest open ticket has been open for more than 14 days.",
    polarity: "risk",
    severity: "medium",
    threshold: { subject: metric("oldest_open_ticket_days"), op: "greater-than", value: 14 },
    message: "The oldest open ticket is {{ account.metrics.oldest_open_ticket_days }} days old.",
  },
  {
    slug: "urgent_ticket",
    name: "Urgent ticket is open",
    description: "An urgent support ticket is not solved.",
    polarity: "risk",
    severity: "high",
    threshold: { subject: metric("open_urgent_tickets"), op: "at-least", value: 1 },
    dueInDays: 1,
    quietDays: 3,
    message: "Urgent tickets open: {{ account.metrics.open_urgent_tickets }}.",
  },
  {
    slug: "support_spike",
    name: "Support contacts are far above the usual",
    description: "At least five tickets in 30 days, and twice as many as in the 30 days before.",
    polarity: "risk",
    severity: "medium",
    rule: { subject: metric("tickets_opened_30d"), op: "at-least", value: 5 },
    threshold: { subject: metric("tickets_opened_30d.changePct"), op: "at-least", value: 100 },
    message:
      'Tickets rose from {{ account.metrics["tickets_opened_30d.previous"] }} to {{ account.metrics.tickets_opened_30d }} in 30 days.',
  },
  {
    slug: "low_csat",
    name: "Unhappy with support",
    description: "Mean satisfaction with the tickets of the last 90 days is 2 or less.",
    polarity: "risk",
    severity: "medium",
    threshold: { subject: metric("ticket_csat_90d"), op: "at-most", value: 2 },
    message: "Ticket satisfaction is {{ account.metrics.ticket_csat_90d | round: 1 }} of 5.",
  },
  {
    slug: "barely_used",
    name: "Barely used",
    description: "Used on three days or fewer in 30, although somebody was there.",
    polarity: "risk",
    severity: "low",
    rule: { subject: ofRole("usage"), op: "at-least", value: 1 },
    threshold: { subject: metric("active_days_30d"), op: "at-most", value: 3 },
    message: "Used on {{ account.metrics.active_days_30d }} of the last 30 days.",
  },
  {
    slug: "setup_incomplete",
    name: "Set-up is behind",
    description: "Milestones of an active project are past their day.",
    polarity: "risk",
    severity: "medium",
    threshold: { subject: "overdueMilestones", op: "at-least", value: 1 },
    message: "{{ account.overdue_milestones }} milestones are past their day.",
  },
  {
    slug: "health_at_risk",
    name: "Health is at risk",
    description: "The overall health score is below 40.",
    polarity: "risk",
    severity: "medium",
    threshold: { subject: "score:overall", op: "less-than", value: 40 },
    message: "Health is {{ account.scores.overall | round }}.",
  },
  {
    slug: "renewal_behind",
    name: "Renewal cadence is behind",
    description: "The next renewal is due within 60 days and nobody has rated it.",
    polarity: "risk",
    severity: "high",
    rule: {
      all: [
        { subject: "nextRenewalOn", op: "in-the-next", value: { count: 60, unit: "days" } },
        { subject: "renewalRating", op: "is-empty" },
      ],
    },
    owner: { kind: "renewal-owner" },
    dueInDays: 2,
    message: "The renewal on {{ account.next_renewal_on }} has no forecast rating yet.",
  },
  {
    slug: "renewal_overdue",
    name: "Renewal is overdue",
    description: "A renewal is past its due date without an outcome.",
    polarity: "risk",
    severity: "high",
    threshold: { subject: "overdueRenewalCount", op: "at-least", value: 1 },
    owner: { kind: "renewal-owner" },
    dueInDays: 1,
    message: "A renewal is past its due date without an outcome.",
  },
  {
    slug: "renewal_disagreement",
    name: "People and model are far apart",
    description:
      "People and the likelihood model differ by 40 points or more on the renewal that is due first: one of them knows something.",
    polarity: "data",
    severity: "medium",
    rule: {
      any: [
        { subject: "renewalLikelihoodGap", op: "at-least", value: farApart },
        { subject: "renewalLikelihoodGap", op: "at-most", value: -farApart },
      ],
    },
    owner: { kind: "renewal-owner" },
    dueInDays: 7,
    message:
      "The model gives the renewal on {{ account.next_renewal_on }} {{ account.renewal_likelihood | times: 100 | round }} %, people say otherwise: look at why, then change the likelihood or leave it.",
  },
  {
    slug: "risk_review_overdue",
    name: "Risk review is overdue",
    description: "A risk of the account should have been reviewed.",
    polarity: "risk",
    severity: "medium",
    threshold: { subject: "riskReviewOverdueDays", op: "at-least", value: 1 },
    dueInDays: 1,
    quietDays: 0,
    message: "The review of the risk is {{ account.risk_review_overdue_days }} days overdue.",
  },
  {
    slug: "meetings_missed",
    name: "Health-check meetings missed",
    description: "Two or more meetings of the last 90 days were missed.",
    polarity: "risk",
    severity: "medium",
    threshold: { subject: metric("meetings_missed_90d"), op: "at-least", value: 2 },
    message: "{{ account.metrics.meetings_missed_90d }} meetings were missed in 90 days.",
  },
  {
    slug: "nps_detractor",
    name: "NPS detractor",
    description: "The latest NPS of the account is 6 or less.",
    polarity: "risk",
    severity: "medium",
    threshold: { subject: metric("nps"), op: "at-most", value: 6 },
    message: "The latest NPS is {{ account.metrics.nps }}.",
  },
  {
    slug: "business_volume_down",
    name: "Business volume is down",
    description: "Business volume fell by 25 % or more against the window before.",
    polarity: "risk",
    severity: "medium",
    threshold: { subject: ofRole("business-volume", ".changePct"), op: "at-most", value: -25 },
    message: 'Business volume fell by {{ account.roles["business-volume.changePct"] | abs | round }} %.',
  },
  {
    slug: "value_unconfirmed",
    name: "Value is not confirmed",
    description: "No goal was confirmed for 180 days.",
    polarity: "risk",
    severity: "low",
    threshold: { subject: "daysSinceGoalConfirmed", op: "at-least", value: 180 },
    message: "No goal was confirmed for {{ account.days_since_goal_confirmed }} days.",
  },
  {
    slug: "payment_overdue",
    name: "Payment is overdue",
    description: "The trait Days past due is 1 or more.",
    polarity: "risk",
    severity: "medium",
    threshold: { subject: "trait:days_past_due", op: "at-least", value: 1 },
    message: "An invoice is {{ account.traits.days_past_due }} days past due.",
  },
  {
    slug: "no_owner",
    name: "Nobody owns it",
    description: "Nobody holds the key role CSM.",
    polarity: "data",
    severity: "medium",
    rule: { subject: "keyRole:csm", op: "is-empty" },
    owner: { kind: "key-role", role: "account_manager" },
    message: "{{ account.name }} has no CSM.",
  },
  {
    slug: "seats_nearly_used",
    name: "Seats are nearly used up",
    description: "90 % or more of the licensed seats were active in the last 30 days.",
    polarity: "opportunity",
    severity: "medium",
    threshold: { subject: ofRole("seats-used"), op: "at-least", value: 90 },
    owner: { kind: "key-role", role: "account_manager" },
    dueInDays: 14,
    quietDays: 60,
    message: 'Of {{ account.seats_licensed }} seats, {{ account.roles["seats-used"] | round }} % are used.',
  },
  {
    slug: "team_grows",
    name: "The team grows",
    description: "At least five people are active, a quarter more than in the 30 days before.",
    polarity: "opportunity",
    severity: "low",
    rule: { subject: ofRole("active-contacts"), op: "at-least", value: 5 },
    threshold: { subject: ofRole("active-contacts", ".changePct"), op: "at-least", value: 25 },
    owner: { kind: "key-role", role: "account_manager" },
    dueInDays: 14,
    quietDays: 60,
    message:
      'Active people rose from {{ account.roles["active-contacts.previous"] }} to {{ account.roles["active-contacts"] }}.',
  },
  {
    slug: "promoter",
    name: "Promoter",
    description: "The latest NPS of the account is 9 or more.",
    polarity: "opportunity",
    severity: "low",
    threshold: { subject: metric("nps"), op: "at-least", value: 9 },
    dueInDays: 14,
    quietDays: 180,
    message: "NPS is {{ account.metrics.nps }}: ask for a reference.",
  },
];

/** Makes the shipped definitions that are not there yet and whose conditions can be asked. Those once archived stay so. */
export async function ensureShippedIndicators(app: App, ctx: Context): Promise<void> {
  await app.db.transaction().execute((tx) => shipIndicators(app, tx, ctx));
}

async function shipIndicators(app: App, tx: Tx, ctx: Context): Promise<void> {
  const rows = await tx.selectFrom("indicator_definitions").select("slug").execute();
  const existing = new Set(rows.map((row) => row.slug));
  for (const definition of shippedIndicators) {
    if (existing.has(definition.slug)) continue;
    const { rule = null, threshold = null, zones = [] } = definition;
    const condition = conditionOf({ rule, threshold, zones });
    if ("problems" in checkRule(condition, await ruleCatalogOf(app, tx), "account")) continue;
    await executeIn(app, tx, ctx, createDefinition, { ...definition, isShipped: true });
  }
}

/** A metric that takes a role may be what a shipped definition waited for. */
export const followMetrics: AfterCommand = async (tx, ctx, { events, changes }, app) => {
  const isByPeople =
    ctx.actor.kind !== "system" && [...events, ...changes].some(({ object }) => object === "metric");
  if (isByPeople) await shipIndicators(app, tx, await systemContext(app, "shipped indicators"));
};

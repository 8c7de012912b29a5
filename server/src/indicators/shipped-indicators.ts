import { farApart, type indicatorDefinitionInput, type MetricRole } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import type { z } from "zod";

export type Shipped = Omit<z.input<typeof indicatorDefinitionInput>, "rule"> & {
  rule?: RuleJson;
  /** What a company without its data has to bring first, and how. */
  waitsFor?: string;
};

const metric = (slug: string) => `metric:${slug}`;
/** The metric by which the company measures this, whatever it is called. */
const ofRole = (role: MetricRole, part = "") => `role:${role}${part}`;
/** Beside the healthy accounts with the same touch model, which differ in how much is usual. */
const touchModels = ["high_touch", "medium_touch", "low_touch"];

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
    description:
      "A sponsor or decision maker was deactivated, removed or is not reached by mail, and there is no other.",
    polarity: "risk",
    severity: "high",
    threshold: { subject: "departedSponsors", op: "at-least", value: 1 },
    dueInDays: 2,
    message: "Gone: {{ account.departed_sponsor_names }}. Nobody else holds that role.",
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
    description: "A champion was deactivated, removed or is not reached by mail, and there is no other.",
    polarity: "risk",
    severity: "high",
    threshold: { subject: "departedChampions", op: "at-least", value: 1 },
    dueInDays: 3,
    message: "Gone: {{ account.departed_champion_names }}. Find the next champion.",
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
    slug: "contact_frequency_high",
    name: "Contact is far above the usual",
    description: "They ask and write far more than healthy accounts with the same touch model.",
    polarity: "risk",
    severity: "medium",
    rule: {
      subject: metric("contact_frequency_90d"),
      op: "deviates-from-baseline",
      value: { segments: touchModels, atLeast: 3, direction: "above" },
    },
    quietDays: 30,
    message:
      "{{ account.metrics.contact_frequency_90d }} contacts in 90 days, far more than healthy accounts of its kind.",
  },
  {
    slug: "contact_frequency_low",
    name: "Contact is far below the usual",
    description: "They hardly ask or write, where healthy accounts with the same touch model do.",
    polarity: "risk",
    severity: "low",
    rule: {
      subject: metric("contact_frequency_90d"),
      op: "deviates-from-baseline",
      // Nobody writes less than never: where two contacts are usual, silence is one robust deviation away, not three.
      value: { segments: touchModels, atLeast: 1, direction: "below" },
    },
    quietDays: 30,
    message:
      "{{ account.metrics.contact_frequency_90d }} contacts in 90 days, less than is usual among healthy accounts of its kind.",
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
    slug: "few_features",
    name: "Few features are adopted",
    description: "Of the product's features a quarter or less is adopted, although it is used.",
    polarity: "risk",
    severity: "low",
    rule: { subject: ofRole("usage"), op: "at-least", value: 20 },
    threshold: { subject: ofRole("breadth"), op: "at-most", value: 25 },
    dueInDays: 14,
    quietDays: 60,
    message: "Only {{ account.roles.breadth | round }} % of the features are adopted.",
    waitsFor: "Features: define them under Settings › Metrics, by the events that show their use.",
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
    description: "The primary health score is below 40.",
    polarity: "risk",
    severity: "medium",
    threshold: { subject: "primaryScore", op: "less-than", value: 40 },
    message: "Health is {{ account.primary_score | round }}.",
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
    description:
      "Two or more health checks or business reviews of the last 90 days to which the customer did not come.",
    polarity: "risk",
    severity: "medium",
    threshold: { subject: metric("health_checks_missed_90d"), op: "at-least", value: 2 },
    message: "{{ account.metrics.health_checks_missed_90d }} health checks were missed in 90 days.",
  },
  {
    slug: "nps_detractor",
    name: "NPS detractor",
    description: "The latest NPS answer of a contact is 6 or less.",
    polarity: "risk",
    severity: "medium",
    threshold: { subject: metric("nps_detractors"), op: "at-least", value: 1 },
    message:
      "Contacts whose latest NPS answer is 6 or less: {{ account.metrics.nps_detractors }}. Ask them why.",
  },
  {
    slug: "survey_csat_low",
    name: "CSAT is low",
    description: "Mean satisfaction that contacts answered to surveys in the last 90 days is 2 or less.",
    polarity: "risk",
    severity: "medium",
    threshold: { subject: metric("csat_90d"), op: "at-most", value: 2 },
    message: "CSAT of surveys is {{ account.metrics.csat_90d | round: 1 }} of 5.",
  },
  {
    slug: "business_volume_down",
    name: "Business volume is down",
    description: "Business volume fell by 25 % or more against the window before.",
    polarity: "risk",
    severity: "medium",
    threshold: { subject: ofRole("business-volume", ".changePct"), op: "at-most", value: -25 },
    message: 'Business volume fell by {{ account.roles["business-volume.changePct"] | abs | round }} %.',
    waitsFor:
      "A metric with the role Business volume, such as orders or transactions: choose one under Settings › Metrics.",
  },
  {
    slug: "value_unconfirmed",
    name: "Value is not confirmed",
    description: "Heavily used, and no goal was confirmed for 180 days.",
    polarity: "risk",
    severity: "low",
    rule: { subject: metric("active_days_30d"), op: "at-least", value: 15 },
    threshold: { subject: "daysSinceGoalConfirmed", op: "at-least", value: 180 },
    message: "No goal was confirmed for {{ account.days_since_goal_confirmed }} days.",
    waitsFor: "Goals: they are not kept yet, so nothing says when value was last confirmed.",
  },
  {
    slug: "payment_overdue",
    name: "Payment is overdue",
    description: "The trait Days past due is 1 or more.",
    polarity: "risk",
    severity: "medium",
    threshold: { subject: "trait:days_past_due", op: "at-least", value: 1 },
    message: "An invoice is {{ account.traits.days_past_due }} days past due.",
    waitsFor: "A number trait days_past_due of accounts, kept by your billing through the API or an import.",
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
    slug: "usage_limit_near",
    name: "Usage limit is near",
    description: "90 % or more of what the plan includes is used up.",
    polarity: "opportunity",
    severity: "medium",
    threshold: { subject: "trait:usage_of_limit", op: "at-least", value: 90 },
    owner: { kind: "key-role", role: "account_manager" },
    dueInDays: 14,
    quietDays: 60,
    message: "{{ account.traits.usage_of_limit | round }} % of what the plan includes is used.",
    waitsFor:
      "A number trait usage_of_limit of accounts (0–100), kept by your product or billing through the API.",
  },
  {
    slug: "outgrows_plan",
    name: "Outgrows its plan",
    description:
      "60 % or more of the features are adopted on a small plan. Name your small plans in the rule.",
    polarity: "opportunity",
    severity: "medium",
    rule: {
      subject: "plan",
      op: "is-one-of",
      value: ["Free", "Starter", "Basic", "Team", "Essential", "Growth"],
    },
    threshold: { subject: ofRole("breadth"), op: "at-least", value: 60 },
    owner: { kind: "key-role", role: "account_manager" },
    dueInDays: 14,
    quietDays: 60,
    message:
      "{{ account.roles.breadth | round }} % of the features are adopted on the plan {{ account.plan }}.",
    waitsFor: "Features: define them under Settings › Metrics, by the events that show their use.",
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
    description: "The latest NPS answers of its contacts are 9 or more in the mean.",
    polarity: "opportunity",
    severity: "low",
    threshold: { subject: metric("nps_mean"), op: "at-least", value: 9 },
    dueInDays: 14,
    quietDays: 180,
    message: "NPS answers are {{ account.metrics.nps_mean | round: 1 }} in the mean: ask for a reference.",
  },
];

/** What a definition whose number no account has waits for. */
export function waitsForOf(slug: string): string {
  const usual = "No account has the number it compares yet.";
  return shippedIndicators.find((each) => each.slug === slug)?.waitsFor ?? usual;
}

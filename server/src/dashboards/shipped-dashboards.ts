import type { Widget } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import type { App } from "../kernel/app.ts";
import { execute } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import { createDashboard } from "./dashboard-commands.ts";
import { createHub } from "./hub-commands.ts";

/** Open renewals of the next 180 days: what the main job is about. */
const upcoming: RuleJson = {
  all: [
    { subject: "outcome", op: "is-empty" },
    { subject: "dueOn", op: "in-the-next", value: { count: 180, unit: "days" } },
  ],
};

const renewalForecasting: Widget[] = [
  {
    kind: "metric",
    title: "Due in 180 days",
    object: "renewal",
    filter: upcoming,
    measure: { op: "sum", field: "targetArr" },
  },
  {
    kind: "metric",
    title: "Forecast",
    object: "renewal",
    filter: upcoming,
    measure: { op: "sum", field: "forecastArr" },
  },
  {
    kind: "metric",
    title: "Renewal Delta",
    hint: "Forecast less target, of the renewals that have a forecast",
    object: "renewal",
    filter: upcoming,
    measure: { op: "sum", field: "deltaArr" },
  },
  {
    kind: "metric",
    title: "Miss a forecast",
    object: "renewal",
    filter: { all: [upcoming, { subject: "forecastArr", op: "is-empty" }] },
    measure: { op: "count" },
  },
  {
    kind: "bar",
    title: "Upcoming renewals by forecast",
    subtitle: "Target ARR due per month, by forecast rating",
    object: "renewal",
    filter: upcoming,
    measure: { op: "sum", field: "targetArr" },
    groupBy: [{ field: "dueOn", by: "month" }, { field: "rating" }],
  },
  {
    kind: "table",
    title: "Renewals to forecast",
    object: "renewal",
    filter: upcoming,
    columns: [
      "accountName",
      "dueOn",
      "targetArr",
      "forecastArr",
      "deltaArr",
      "rating",
      "stage",
      "nextStep",
      "forecastNotes",
    ],
    sort: "dueOn",
  },
];

const paying: RuleJson = { subject: "lifecycle", op: "is", value: "subscribed" };
const upcomingByAccount: RuleJson = {
  all: [paying, { subject: "nextRenewalOn", op: "in-the-next", value: { count: 180, unit: "days" } }],
};
const arr = { op: "sum", field: "arr" } as const;
const late: RuleJson = {
  all: [
    { subject: "status", op: "is", value: "open" },
    { subject: "dueOn", op: "more-than-ago", value: { count: 0, unit: "days" } },
  ],
};

/** Whose revenue it is, how it stands, what is due and what is overdue. */
const bookOfBusiness: Widget[] = [
  { kind: "metric", title: "ARR managed", object: "account", filter: paying, measure: arr },
  { kind: "metric", title: "Accounts", object: "account", filter: paying, measure: { op: "count" } },
  { kind: "metric", title: "Renews in 180 days", object: "account", filter: upcomingByAccount, measure: arr },
  {
    kind: "metric",
    title: "Quiet for 30 days",
    hint: "Paying, and nobody was seen in the product for 30 days",
    object: "account",
    filter: { all: [paying, { subject: "metric:days_since_last_seen", op: "at-least", value: 30 }] },
    measure: arr,
  },
  {
    kind: "bar",
    title: "ARR by CSM and health",
    subtitle: "Who looks after how much, and how it stands",
    object: "account",
    filter: paying,
    measure: arr,
    groupBy: [{ field: "keyRole:csm" }, { field: "primaryScore.label" }],
    place: { x: 0, y: 2, w: 8, h: 8 },
  },
  {
    kind: "pie",
    title: "ARR by tier",
    object: "account",
    filter: paying,
    measure: arr,
    groupBy: [{ field: "tier" }],
    place: { x: 8, y: 2, w: 4, h: 8 },
  },
  {
    kind: "bar",
    title: "Upcoming renewals",
    subtitle: "ARR of accounts by the month of their next renewal",
    object: "account",
    filter: upcomingByAccount,
    measure: arr,
    groupBy: [{ field: "nextRenewalOn", by: "month" }, { field: "touchModel" }],
    place: { x: 0, y: 10, w: 6, h: 8 },
  },
  {
    kind: "bar",
    title: "Overdue tasks by assignee",
    subtitle: "Open tasks whose day has passed",
    object: "task",
    filter: late,
    measure: { op: "count" },
    groupBy: [{ field: "assigneeId" }],
    place: { x: 6, y: 10, w: 6, h: 8 },
  },
  {
    kind: "table",
    title: "The book",
    object: "account",
    filter: paying,
    columns: [
      "name",
      "arr",
      "primaryScore",
      "nextRenewalOn",
      "role:usage",
      "role:usage.changePct",
      "metric:days_since_last_seen",
      "role:seats-used",
      "metric:open_tickets",
      "keyRole:csm",
    ],
    sort: "-arr",
    place: { x: 0, y: 18, w: 12, h: 14 },
  },
];

const lastYear = { count: 12, unit: "months" };
const churnedLastYear: RuleJson = {
  all: [
    { subject: "outcome", op: "is", value: "churned" },
    { subject: "dueOn", op: "in-the-last", value: lastYear },
  ],
};
const inDoubt: RuleJson = {
  all: [upcoming, { subject: "rating", op: "is-any-of", value: ["at_risk", "churn_expected"] }],
};
const red: RuleJson = { all: [paying, { subject: "openRiskCount", op: "at-least", value: 1 }] };
const retained = { kind: "retention", months: 12 } as const;

/** What a leader answers for: what was kept, what was lost and why, what is at risk and whose it is. */
const csLeadership: Widget[] = [
  { ...retained, title: "NRR, 12 months", family: "cohort", measure: "nrr" },
  { ...retained, title: "GRR, 12 months", family: "cohort", measure: "grr" },
  { ...retained, title: "Logo retention, 12 months", family: "cohort", measure: "logoRetention" },
  { ...retained, title: "GRR of renewals due, 12 months", family: "renewal-base", measure: "grr" },
  { kind: "metric", title: "ARR", object: "account", filter: paying, measure: arr },
  {
    kind: "metric",
    title: "At-risk ARR",
    hint: "ARR of paying accounts with an open risk",
    object: "account",
    filter: red,
    measure: arr,
  },
  {
    kind: "metric",
    title: "Renewals at risk, 180 days",
    hint: "Target ARR of open renewals rated At Risk or Churn Expected",
    object: "renewal",
    filter: inDoubt,
    measure: { op: "sum", field: "targetArr" },
  },
  {
    kind: "metric",
    title: "Churned, 12 months",
    hint: "Target ARR of renewals that were lost",
    object: "renewal",
    filter: churnedLastYear,
    measure: { op: "sum", field: "targetArr" },
  },
  {
    kind: "bar",
    title: "Churn by root cause",
    subtitle: "Target ARR of the renewals lost in the last 12 months",
    object: "renewal",
    filter: churnedLastYear,
    measure: { op: "sum", field: "targetArr" },
    groupBy: [{ field: "rootCause" }],
    place: { x: 0, y: 4, w: 6, h: 9 },
  },
  {
    kind: "bar",
    title: "Churn by quarter",
    subtitle: "Target ARR of lost renewals by the quarter they were due",
    object: "renewal",
    filter: churnedLastYear,
    measure: { op: "sum", field: "targetArr" },
    groupBy: [{ field: "dueOn", by: "quarter" }, { field: "rootCause" }],
    place: { x: 6, y: 4, w: 6, h: 9 },
  },
  {
    kind: "bar",
    title: "At-risk ARR by CSM",
    subtitle: "ARR of paying accounts with an open risk, by health",
    object: "account",
    filter: red,
    measure: arr,
    groupBy: [{ field: "keyRole:csm" }, { field: "primaryScore.label" }],
    place: { x: 0, y: 13, w: 6, h: 9 },
  },
  {
    kind: "pie",
    title: "ARR by health",
    object: "account",
    filter: paying,
    measure: arr,
    groupBy: [{ field: "primaryScore.label" }],
    place: { x: 6, y: 13, w: 6, h: 9 },
  },
  {
    kind: "table",
    title: "Renewals at risk, the largest first",
    object: "renewal",
    filter: inDoubt,
    columns: [
      "accountName",
      "dueOn",
      "targetArr",
      "forecastArr",
      "rating",
      "likelihoodModel",
      "ownerId",
      "daysBehind",
      "nextStep",
      "nextStepOn",
    ],
    sort: "-targetArr",
    place: { x: 0, y: 22, w: 12, h: 12 },
  },
];

const shipped = [
  { slug: "renewal_forecasting", name: "Renewal forecasting", widgets: renewalForecasting },
  { slug: "cs_leadership", name: "CS leadership", widgets: csLeadership },
  { slug: "book_of_business", name: "Account management: book of business", widgets: bookOfBusiness },
];

/** The hub and dashboards that are there from the first start. One that was changed or archived stays as it is. */
export async function ensureShippedDashboards(app: App, ctx: Context): Promise<void> {
  const hub = await app.db.selectFrom("hubs").select("id").where("slug", "=", "renewals").executeTakeFirst();
  const hubId =
    hub?.id ??
    (
      await execute(app, ctx, createHub, {
        slug: "renewals",
        name: "Renewals & Account Management",
        description:
          "Every renewal of the next 180 days: what it is worth, whether it will close, and what happens next.",
      })
    ).id;
  for (const dashboard of shipped) {
    const { slug } = dashboard;
    const there = await app.db
      .selectFrom("dashboards")
      .select("id")
      .where("slug", "=", slug)
      .executeTakeFirst();
    if (!there) await execute(app, ctx, createDashboard, { ...dashboard, hubId });
  }
}

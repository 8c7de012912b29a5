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
    groupBy: [{ field: "keyRole:csm" }, { field: "score:overall.label" }],
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
      "score:overall",
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

const shipped = [
  { slug: "renewal_forecasting", name: "Renewal forecasting", widgets: renewalForecasting },
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

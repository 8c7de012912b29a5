import type { Widget } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import type { App } from "../kernel/app.ts";
import { execute } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import { createDashboard, createHub } from "./dashboard-commands.ts";

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

/** The hub and dashboard that are there from the first start. */
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
  const dashboard = await app.db
    .selectFrom("dashboards")
    .select("id")
    .where("slug", "=", "renewal_forecasting")
    .executeTakeFirst();
  if (dashboard) return;
  await execute(app, ctx, createDashboard, {
    slug: "renewal_forecasting",
    hubId,
    name: "Renewal forecasting",
    widgets: renewalForecasting,
  });
}

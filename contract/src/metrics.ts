import { z } from "zod";
import { accountReference } from "./contacts.ts";
import { distributionSchema } from "./distribution.ts";
import { dateText, endpoint, instantText, page, slugText } from "./endpoint.ts";
import { reasonSchema } from "./explain.ts";
import { metricSource } from "./metric-sources/metric-sources.ts";
import { metricWindow } from "./metric-window.ts";
import { passSchema } from "./segments.ts";

export { type MetricSource, metricSource, metricSourceForms } from "./metric-sources/metric-sources.ts";
export type { SourceAsk, SourceForm } from "./metric-sources/source-form.ts";
export { describeWindow, type MetricWindow, metricWindow } from "./metric-window.ts";

/** What a metric stands for, so that shipped scores and indicators find it whatever it is called. */
export const metricRoles = [
  { value: "usage", label: "Usage" },
  { value: "active-contacts", label: "Active contacts" },
  { value: "seats-used", label: "Seats used, %" },
  { value: "breadth", label: "Breadth" },
  { value: "business-volume", label: "Business volume" },
] as const;
export type MetricRole = (typeof metricRoles)[number]["value"];
/** What a metric's value may be divided by. */
export const metricDenominators = [
  { value: "seat", label: "licensed seat" },
  { value: "contact", label: "contact" },
] as const;
export type MetricDenominator = (typeof metricDenominators)[number]["value"];
const per = z.enum(
  metricDenominators.map((each) => each.value) as [MetricDenominator, ...MetricDenominator[]],
);
const role = z.enum(metricRoles.map((each) => each.value) as [MetricRole, ...MetricRole[]]);

/** What a metric is a number of. */
export const metricObjects = [
  { value: "account", label: "Accounts" },
  { value: "contact", label: "Contacts" },
] as const;
export type MetricObject = (typeof metricObjects)[number]["value"];
const object = z
  .enum(metricObjects.map((each) => each.value) as [MetricObject, ...MetricObject[]])
  .describe("A number for each account, or for each contact over all their accounts");

const definition = z.object({
  id: z.uuid(),
  object,
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  source: metricSource,
  window: metricWindow,
  windowDays: z.number().int().nullable().describe("The window's length where it is the last so many days"),
  per: per.nullable().describe("What the value is divided by"),
  role: role.nullable().describe("One metric at a time holds a role"),
  isShipped: z.boolean(),
  createdAt: instantText,
  updatedAt: instantText,
  archivedAt: instantText.nullable(),
});
export type Metric = z.infer<typeof definition>;
export const metricSchema = definition.extend({
  pass: passSchema.nullable().describe("The recompute of all accounts that is under way for it"),
});
export type ListedMetric = z.infer<typeof metricSchema>;

const windowInput = {
  window: metricWindow.optional(),
  windowDays: z.number().int().min(1).max(730).optional().describe("Short for the last so many days"),
};
export const metricInput = z.object({
  slug: slugText,
  object: object.default("account"),
  name: z.string().trim().min(1).max(100),
  description: z.string().max(1000).default(""),
  source: metricSource,
  ...windowInput,
  per: per.nullish(),
  role: role.nullish(),
});
export const metricPatch = z.object({
  name: z.string().trim().min(1).max(100).optional(),
  description: z.string().max(1000).optional(),
  source: metricSource.optional().describe("Of the same kind as before"),
  ...windowInput,
  per: per.nullable().optional(),
  role: role.nullable().optional(),
});

const metricParams = z.object({ slug: z.string().min(1).max(60).describe("Slug or id") });

export const listMetrics = endpoint({
  method: "GET",
  path: "/metrics",
  summary: "List metrics",
  query: z.object({ archived: z.enum(["true", "false"]).default("false") }),
  response: page(metricSchema),
});
export const getMetric = endpoint({
  method: "GET",
  path: "/metrics/:slug",
  summary: "Read one metric",
  params: metricParams,
  response: metricSchema,
});
export const createMetric = endpoint({
  method: "POST",
  path: "/metrics",
  summary: "Define one metric",
  description:
    "It is worked out for all accounts over all events held, in the background. A metric of contacts counts events.",
  body: metricInput,
  response: metricSchema,
  status: 201,
});
export const updateMetric = endpoint({
  method: "PATCH",
  path: "/metrics/:slug",
  summary: "Change one metric",
  params: metricParams,
  body: metricPatch,
  response: metricSchema,
});
export const archiveMetric = endpoint({
  method: "DELETE",
  path: "/metrics/:slug",
  summary: "Archive one metric",
  params: metricParams,
  response: metricSchema,
});
export const restoreMetric = endpoint({
  method: "POST",
  path: "/metrics/:slug/restoration",
  summary: "Restore one archived metric",
  params: metricParams,
  response: metricSchema,
});

const numberOrNull = z.number().nullable();
export const metricPreviewSchema = z.object({
  object,
  record: z
    .object({
      id: z.uuid(),
      name: z.string(),
      value: numberOrNull,
      previous: numberOrNull,
      change: numberOrNull,
      changePct: numberOrNull,
      firstOn: dateText.nullable().describe("The day of the first fact that counts"),
      lastOn: dateText.nullable(),
      reason: reasonSchema,
      series: z.array(z.object({ on: dateText, rolling: numberOrNull })).describe("The last 12 months"),
    })
    .nullable()
    .describe("Of one account or contact; null when there is none"),
  distribution: distributionSchema.nullable().describe("Over all of them; null when it took too long"),
});
export type MetricPreview = z.infer<typeof metricPreviewSchema>;
export const previewMetric = endpoint({
  method: "POST",
  path: "/metrics/preview",
  summary: "Work a metric out for one account or contact and over all, without storing anything",
  body: z.object({
    object: object.default("account"),
    source: metricSource,
    ...windowInput,
    per: per.nullish(),
    recordId: z
      .uuid()
      .optional()
      .describe("Unless said, the account with the most ARR, the contact last seen"),
  }),
  response: metricPreviewSchema,
});

export const getMetricSeries = endpoint({
  method: "GET",
  path: "/metrics/:slug/series",
  summary: "Read a metric's daily series for one account or contact, or for all together",
  description:
    "`value` is what happened on the day itself, `rolling` the metric as it stood at the end of the day. Without dates: the last 12 months.",
  params: metricParams,
  query: z.object({
    accountId: z.uuid().optional(),
    contactId: z.uuid().optional().describe("Of a metric of contacts"),
    from: dateText.optional(),
    to: dateText.optional(),
  }),
  response: z.object({
    slug: z.string(),
    window: metricWindow,
    from: dateText,
    to: dateText,
    items: z.array(z.object({ on: dateText, value: z.number().nullable(), rolling: z.number().nullable() })),
  }),
});

export const metricValuesInput = z.object({
  account: accountReference,
  on: z.string().optional().describe("The day the values are of, YYYY-MM-DD"),
  month: z.string().optional().describe("Or the month, YYYY-MM"),
  values: z.record(z.string(), z.union([z.number(), z.string(), z.null()])).describe("By the metric's slug"),
});
export const recordMetricValues = endpoint({
  method: "POST",
  path: "/metric-values",
  summary: "Record values of given metrics, already counted per day or month",
  description: "A value for the same account, metric and day replaces the one before.",
  body: z.object({
    items: z.array(metricValuesInput).max(10_000),
    create: z.boolean().default(false).describe("Make metrics that do not exist"),
    roles: z.record(z.string(), role).default({}).describe("What metrics stand for, by slug"),
    source: z.string().default("app"),
  }),
  response: z.object({
    recorded: z.number(),
    unchanged: z.number(),
    rejected: z.number(),
    results: z.array(
      z.object({
        status: z.enum(["created", "updated", "unchanged", "rejected"]),
        problems: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
      }),
    ),
  }),
});

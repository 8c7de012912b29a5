import { ruleJson } from "@perennial/rules";
import { z } from "zod";
import { accountReference } from "./contacts.ts";
import { dateText, endpoint, instantText, page, slugText } from "./endpoint.ts";

/** Aggregates of an event's property. */
const ofProperty: readonly string[] = ["sum", "mean", "min", "max", "latest"];

/** What a metric counts. */
export const metricSource = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("events"),
    names: z
      .array(z.string().trim().min(1).max(200))
      .max(200)
      .default([])
      .describe("Events by name, in any case; none means any event"),
    aggregate: z.enum(["count", "days"]).default("count").describe("Occurrences, or days with at least one"),
  }),
  z.object({ kind: z.literal("contacts") }).describe("Distinct contacts active in the window"),
  z
    .object({ kind: z.literal("seat-utilisation") })
    .describe("Distinct active contacts as % of the licensed seats"),
  z
    .object({
      kind: z.literal("last-seen"),
      of: z.enum(["account", "sponsor"]).default("account"),
    })
    .describe("Days since the last event: of anybody, or of the contact who is sponsor"),
  z.object({
    kind: z.literal("tickets"),
    aggregate: z
      .enum(["opened", "open", "oldest-open-days", "median-resolution-hours", "mean-csat"])
      .describe(
        "Opened in the window; open now; days since the oldest open one was opened; of those solved in the window",
      ),
    priority: z.string().max(40).nullish(),
  }),
  z
    .object({
      kind: z.literal("event-values"),
      names: z
        .array(z.string().trim().min(1).max(200))
        .max(200)
        .default([])
        .describe("Events by name, in any case; none means any event"),
      where: ruleJson
        .nullish()
        .describe("A rule about each event's properties: property:plan, property:amount"),
      aggregate: z
        .enum(["count", "contacts", "contacts-pct", "days", "sum", "mean", "min", "max", "latest"])
        .default("count")
        .describe(
          "Occurrences; distinct contacts, or as % of all contacts; days with at least one; of a property",
        ),
      property: z
        .string()
        .trim()
        .min(1)
        .max(200)
        .nullish()
        .describe("The property that is summed or compared"),
      perSeat: z.boolean().default(false).describe("Divided by the licensed seats"),
    })
    .refine(({ aggregate, property }) => !ofProperty.includes(aggregate) || (property ?? "") !== "", {
      path: ["property"],
      error: "Name the property.",
    })
    .describe("Of the events themselves, where properties or contacts are asked"),
  z.object({
    kind: z.literal("given"),
    aggregate: z.enum(["sum", "mean", "max", "latest"]).default("sum"),
  }),
]);
export type MetricSource = z.infer<typeof metricSource>;

/** What a metric stands for, so that shipped scores and indicators find it whatever it is called. */
export const metricRoles = [
  { value: "usage", label: "Usage" },
  { value: "active-contacts", label: "Active contacts" },
  { value: "seats-used", label: "Seats used" },
  { value: "breadth", label: "Breadth" },
  { value: "business-volume", label: "Business volume" },
] as const;
export type MetricRole = (typeof metricRoles)[number]["value"];
const role = z.enum(metricRoles.map((each) => each.value) as [MetricRole, ...MetricRole[]]);

export const metricSchema = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  source: metricSource,
  windowDays: z.number().int(),
  role: role.nullable(),
  isShipped: z.boolean(),
  createdAt: instantText,
  updatedAt: instantText,
  archivedAt: instantText.nullable(),
});
export type Metric = z.infer<typeof metricSchema>;

export const metricInput = z.object({
  slug: slugText,
  name: z.string().trim().min(1).max(100),
  description: z.string().max(1000).default(""),
  source: metricSource,
  windowDays: z.number().int().min(1).max(730).default(30),
  role: role.nullish(),
});
export const metricPatch = z.object({
  name: z.string().trim().min(1).max(100).optional(),
  description: z.string().max(1000).optional(),
  source: metricSource.optional().describe("Of the same kind as before"),
  windowDays: z.number().int().min(1).max(730).optional(),
  role: role.nullable().optional(),
});

const metricParams = z.object({ slug: z.string().min(1).max(60).describe("Slug or id") });

export const listMetrics = endpoint({
  method: "GET",
  path: "/metrics",
  summary: "List metrics",
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
  description: "It is worked out for all accounts over all events held, in the background.",
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

export const getMetricSeries = endpoint({
  method: "GET",
  path: "/metrics/:slug/series",
  summary: "Read a metric's daily series for one account, or for all accounts together",
  description:
    "`value` is what happened on the day itself, `rolling` the metric as it stood at the end of the day. Without dates: the last 12 months.",
  params: metricParams,
  query: z.object({ accountId: z.uuid().optional(), from: dateText.optional(), to: dateText.optional() }),
  response: z.object({
    slug: z.string(),
    windowDays: z.number().int(),
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

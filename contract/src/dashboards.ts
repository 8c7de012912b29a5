import { ruleJson } from "@perennial/rules";
import { z } from "zod";
import { decimalText, endpoint, idParams, momentText, slugText } from "./endpoint.ts";
import { retentionFamilies, retentionMeasures } from "./retention.ts";

export const measureSchema = z.object({
  op: z.enum(["count", "sum", "mean", "min", "max"]),
  field: z.string().max(100).optional().describe("Slug of a number or currency field; none for count"),
});
export type Measure = z.infer<typeof measureSchema>;

export const groupBySchema = z.object({
  field: z.string().max(100),
  by: z.enum(["day", "week", "month", "quarter", "year"]).optional().describe("For dates"),
});
export type GroupBy = z.infer<typeof groupBySchema>;

const source = {
  object: z.string().max(60).describe("account, renewal, ticket …"),
  filter: ruleJson.optional().describe("Only the records that fit this rule"),
};

/** Where a widget stands on a grid of twelve columns; rows are 30 pixels high. Without one it follows the others. */
export const widgetPlaceSchema = z.object({
  x: z.number().int().min(0).max(11),
  y: z.number().int().min(0).max(1000),
  w: z.number().int().min(1).max(12),
  h: z.number().int().min(1).max(40),
});
export type WidgetPlace = z.infer<typeof widgetPlaceSchema>;

const head = { title: z.string().trim().min(1).max(200), place: widgetPlaceSchema.optional() };
const chart = {
  ...head,
  subtitle: z.string().max(300).optional(),
  ...source,
  measure: measureSchema,
};
const oneGroup = z.array(groupBySchema).length(1);

export const widgetSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("metric"),
    ...head,
    ...source,
    measure: measureSchema,
    hint: z.string().max(300).optional(),
    target: decimalText.optional().describe("What it should come to"),
    compare: z
      .object({ label: z.string().trim().min(1).max(60), filter: ruleJson })
      .optional()
      .describe("The same measure over other records: last quarter's, say; its change is shown"),
  }),
  z.object({
    kind: z.literal("bar"),
    ...chart,
    groupBy: z.array(groupBySchema).min(1).max(2).describe("A second one stacks the bars"),
  }),
  z.object({ kind: z.literal("line"), ...chart, groupBy: z.array(groupBySchema).min(1).max(2) }),
  z.object({ kind: z.literal("pie"), ...chart, groupBy: oneGroup }),
  z.object({
    kind: z.literal("table"),
    ...head,
    ...source,
    columns: z.array(z.string()).min(1).max(60),
    sort: z.string().optional(),
  }),
  z.object({
    kind: z.literal("retention"),
    ...head,
    family: z.enum(retentionFamilies),
    measure: z.enum(retentionMeasures),
    months: z
      .literal([3, 6, 12, 24, 36])
      .describe("Back from today; the span and the policies are those of the retention report"),
  }),
  z.object({ kind: z.literal("text"), ...head, text: z.string().trim().min(1).max(5000) }),
]);
export type Widget = z.infer<typeof widgetSchema>;
export type WidgetKind = Widget["kind"];
/** A widget over the records of an object. */
export type RecordWidget = Exclude<Widget, { kind: "text" } | { kind: "retention" }>;

export const dashboardSchema = z.object({
  id: z.uuid(),
  slug: slugText,
  name: z.string(),
  hubId: z.uuid(),
  widgets: z.array(widgetSchema),
});
export type Dashboard = z.infer<typeof dashboardSchema>;

export const hubSchema = z.object({
  id: z.uuid(),
  slug: slugText,
  name: z.string(),
  description: z.string(),
  parentId: z.uuid().nullable().describe("The hub it lies in"),
  dashboards: z.array(z.object({ id: z.uuid(), slug: slugText, name: z.string() })),
});
export type Hub = z.infer<typeof hubSchema>;

const position = z.number().int().min(0).max(10_000).describe("Its place among those beside it");
const oneOf = z.object({ id: z.string().max(60).describe("Id or slug") });

export const listHubs = endpoint({
  method: "GET",
  path: "/hubs",
  summary: "List hubs with their dashboards",
  response: z.object({ items: z.array(hubSchema), nextCursor: z.null() }),
});
export const getHub = endpoint({
  method: "GET",
  path: "/hubs/:id",
  summary: "Read one hub",
  params: oneOf,
  response: hubSchema,
});
export const createHub = endpoint({
  method: "POST",
  path: "/hubs",
  summary: "Create one hub",
  body: z.object({
    slug: slugText,
    name: z.string().trim().min(1).max(100),
    description: z.string().max(1000).default(""),
    parentId: z.uuid().nullish(),
  }),
  response: hubSchema,
  status: 201,
});
export const updateHub = endpoint({
  method: "PATCH",
  path: "/hubs/:id",
  summary: "Rename, describe or move one hub",
  params: idParams,
  body: z.object({
    name: z.string().trim().min(1).max(100).optional(),
    description: z.string().max(1000).optional(),
    parentId: z.uuid().nullish(),
    position: position.optional(),
  }),
  response: hubSchema,
});
export const archiveHub = endpoint({
  method: "DELETE",
  path: "/hubs/:id",
  summary: "Archive one hub",
  description: "Refused while something lies in it.",
  params: idParams,
  response: z.object({ id: z.uuid() }),
});
export const listDashboards = endpoint({
  method: "GET",
  path: "/dashboards",
  summary: "List dashboards",
  response: z.object({ items: z.array(dashboardSchema), nextCursor: z.null() }),
});
export const getDashboard = endpoint({
  method: "GET",
  path: "/dashboards/:id",
  summary: "Read one dashboard",
  params: oneOf,
  response: dashboardSchema,
});
const dashboardInput = z.object({
  name: z.string().trim().min(1).max(100),
  widgets: z.array(widgetSchema).max(40),
});
export const createDashboard = endpoint({
  method: "POST",
  path: "/dashboards",
  summary: "Create one dashboard",
  body: dashboardInput.extend({ slug: slugText, hubId: z.uuid() }),
  response: dashboardSchema,
  status: 201,
});
export const updateDashboard = endpoint({
  method: "PATCH",
  path: "/dashboards/:id",
  summary: "Change one dashboard",
  params: idParams,
  body: dashboardInput.partial().extend({ hubId: z.uuid().optional(), position: position.optional() }),
  response: dashboardSchema,
});
export const archiveDashboard = endpoint({
  method: "DELETE",
  path: "/dashboards/:id",
  summary: "Archive one dashboard",
  description: "Nothing is lost: restore it with POST …/restoration.",
  params: idParams,
  response: z.object({ id: z.uuid() }),
});
export const restoreDashboard = endpoint({
  method: "POST",
  path: "/dashboards/:id/restoration",
  summary: "Restore one archived dashboard",
  params: idParams,
  response: dashboardSchema,
});

export const aggregateSchema = z.object({
  rows: z.array(
    z.object({
      keys: z.array(z.object({ value: z.string().nullable(), label: z.string() })),
      value: z.string().nullable().describe("Exact decimal"),
      count: z.number().int(),
      drill: ruleJson.describe("The rule whose records this row counts"),
    }),
  ),
  total: z.object({
    value: z.string().nullable(),
    count: z.number().int(),
    valued: z.number().int().describe("Of those counted, the ones that have the measured value"),
  }),
});
export type Aggregate = z.infer<typeof aggregateSchema>;

export const aggregateRecords = endpoint({
  method: "POST",
  path: "/aggregates",
  summary: "Aggregate the records of an object type",
  description: "One number, or one for each group; each row carries the rule that lists its records.",
  body: z.object({
    ...source,
    measure: measureSchema,
    groupBy: z.array(groupBySchema).max(2).default([]),
    asOf: momentText.optional().describe("Over the records as they were; of kinds whose past is kept"),
  }),
  response: aggregateSchema,
  readsPast: true,
});

import { ruleJson } from "@perennial/rules";
import { z } from "zod";
import { endpoint, idParams, slugText } from "./endpoint.ts";

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

export const widgetSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("metric"),
    title: z.string(),
    ...source,
    measure: measureSchema,
    hint: z.string().optional(),
  }),
  z.object({
    kind: z.literal("bar"),
    title: z.string(),
    subtitle: z.string().optional(),
    ...source,
    measure: measureSchema,
    groupBy: z.array(groupBySchema).min(1).max(2),
  }),
  z.object({
    kind: z.literal("table"),
    title: z.string(),
    ...source,
    columns: z.array(z.string()),
    sort: z.string().optional(),
  }),
]);
export type Widget = z.infer<typeof widgetSchema>;

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
  dashboards: z.array(z.object({ id: z.uuid(), slug: slugText, name: z.string() })),
});
export type Hub = z.infer<typeof hubSchema>;

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
  }),
  response: hubSchema,
  status: 201,
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
  body: dashboardInput.partial(),
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
  total: z.object({ value: z.string().nullable(), count: z.number().int() }),
});
export type Aggregate = z.infer<typeof aggregateSchema>;

export const aggregateRecords = endpoint({
  method: "POST",
  path: "/aggregates",
  summary: "Aggregate the records of an object type",
  description: "One number, or one for each group; each row carries the rule that lists its records.",
  body: z.object({ ...source, measure: measureSchema, groupBy: z.array(groupBySchema).max(2).default([]) }),
  response: aggregateSchema,
});

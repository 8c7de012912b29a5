import { ruleJson } from "@perennial/rules";
import { z } from "zod";
import { endpoint, idParams, instantText, page } from "./endpoint.ts";

const slug = z.string().min(1).max(200);
export const viewLayouts = ["table", "board", "calendar"] as const;
export const footerNames = ["count", "sum", "mean", "min", "max"] as const;

/** What a view shows of an object's records, and how. */
export const viewDefinitionSchema = z.object({
  filter: ruleJson.nullable().default(null).describe("Only the records that fit this rule"),
  columns: z.array(slug).min(1).max(60).describe("Slugs of columns, in their order"),
  sort: slug.nullable().default(null).describe("A column's slug; a leading `-` sorts downwards"),
  group: z
    .object({ field: slug, by: z.enum(["month", "quarter", "year"]).nullable().default(null) })
    .nullable()
    .default(null),
  layout: z.enum(viewLayouts).default("table"),
  layoutField: slug
    .nullable()
    .default(null)
    .describe("A board's columns: a select or a teammate; a calendar's days: a date"),
  widths: z.record(slug, z.number().int().min(40).max(1200)).default({}).describe("Pixels by column"),
  pinned: z.array(slug).max(10).nullable().default(null).describe("Columns that stay at the left"),
  footers: z.record(slug, z.enum(footerNames)).default({}).describe("The figure under a column"),
});
export type ViewDefinition = z.infer<typeof viewDefinitionSchema>;

const sharing = z
  .enum(["private", "all", "hub"])
  .describe("Who sees it: its owner, everybody, or everybody in a hub's list");

export const viewSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  object: z.string(),
  definition: viewDefinitionSchema,
  sharing,
  hubId: z.uuid().nullable(),
  ownerId: z.uuid().nullable(),
  ownerName: z.string().nullable(),
  isEditable: z.boolean().describe("Whether whoever asks may change it"),
  createdAt: instantText,
  updatedAt: instantText,
});
export type View = z.infer<typeof viewSchema>;

const name = z.string().trim().min(1).max(100);

export const listViews = endpoint({
  method: "GET",
  path: "/views",
  summary: "List the views one may see, by name",
  query: z.object({ object: z.string().max(60).optional(), hubId: z.uuid().optional() }),
  response: page(viewSchema),
});
export const getView = endpoint({
  method: "GET",
  path: "/views/:id",
  summary: "Read one view",
  params: idParams,
  response: viewSchema,
});
export const createView = endpoint({
  method: "POST",
  path: "/views",
  summary: "Save a view",
  body: z.object({
    name,
    object: z.string().min(1).max(60),
    definition: viewDefinitionSchema,
    sharing: sharing.default("private"),
    hubId: z.uuid().nullish().describe("With sharing `hub`"),
  }),
  response: viewSchema,
  status: 201,
});
export const updateView = endpoint({
  method: "PATCH",
  path: "/views/:id",
  summary: "Change one view",
  params: idParams,
  body: z.object({
    name: name.optional(),
    definition: viewDefinitionSchema.optional(),
    sharing: sharing.optional(),
    hubId: z.uuid().nullish(),
  }),
  response: viewSchema,
});
export const archiveView = endpoint({
  method: "DELETE",
  path: "/views/:id",
  summary: "Archive one view",
  description: "Nothing is lost: restore it with POST …/restoration.",
  params: idParams,
  response: viewSchema,
});
export const restoreView = endpoint({
  method: "POST",
  path: "/views/:id/restoration",
  summary: "Restore one archived view",
  params: idParams,
  response: viewSchema,
});

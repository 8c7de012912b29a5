import { z } from "zod";
import { endpoint, idParams, instantText, listQuery, momentText, page } from "./endpoint.ts";
import { type FieldSpec, inputSchema, valuesSchema } from "./fields.ts";

export const externalIdSchema = z.object({
  source: z.string().trim().min(1).max(100).describe("app, crm:salesforce, billing:stripe …"),
  externalId: z.string().trim().min(1).max(255),
});

/** What every record has beside its own fields. */
const common = {
  id: z.uuid(),
  externalIds: z.array(externalIdSchema),
  createdAt: instantText,
  updatedAt: instantText,
  archivedAt: instantText.nullable(),
};

const asOf = momentText
  .optional()
  .describe(
    "Records as they were: an instant, or a date and then the end of that day. What was not kept is null; of kinds of record whose past is not kept, refused",
  );

const columnSlugs = z.string().min(1).max(8000);

const identity = {
  externalId: z.string().trim().min(1).max(255).optional().describe("Its id in the system `source`"),
  source: z.string().trim().min(1).max(100).optional().describe("Defaults to app"),
  traits: z.record(z.string(), z.unknown()).optional().describe("Values of traits by slug; null clears"),
};

export const rowResultSchema = z.object({
  row: z.number().int(),
  status: z.enum(["created", "updated", "unchanged", "rejected"]),
  id: z.string().optional(),
  problems: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export const bulkResultSchema = z.object({
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  rejected: z.number(),
  results: z.array(rowResultSchema),
});
export type BulkResult = z.infer<typeof bulkResultSchema>;

/**
 * The endpoints that every kind of record has: list, read (by id and by external id), create, update, archive,
 * restore and bulk upsert.
 * @param more what the record shows beside its fields; `moreInput` what may be sent beside them; `keepsPast` where
 * records can be read as of a day
 */
export function recordEndpoints<
  const F extends readonly FieldSpec[],
  More extends z.ZodRawShape,
  MoreInput extends z.ZodRawShape,
>(definition: {
  plural: string;
  label: string;
  fields: F;
  more: More;
  moreInput: MoreInput;
  keepsPast?: boolean;
}) {
  const { plural, label, fields, more, moreInput, keepsPast: readsPast = false } = definition;
  const record = z.object({
    ...common,
    ...valuesSchema(fields).shape,
    traits: z.record(z.string(), z.unknown()),
    ...more,
  });
  const input = z.object({ ...inputSchema(fields).shape, ...identity, ...moreInput });
  const path = `/${plural}`;
  const listed = record.extend({
    pinned: z.array(z.string()).optional().describe("Of the columns asked for, those pinned by a person"),
    values: z.record(z.string(), z.unknown()).optional().describe("Of the columns asked for, by slug"),
    labels: z
      .record(z.string(), z.string())
      .optional()
      .describe("Names of teammates, accounts … that `values` refers to, by slug"),
  });
  return {
    record,
    listed,
    input,
    list: endpoint({
      method: "GET",
      path,
      summary: `List ${plural}`,
      query: listQuery.extend({
        archived: z.enum(["true", "false"]).default("false"),
        values: columnSlugs.optional().describe("Further columns, by slug, separated by commas"),
        asOf,
      }),
      response: page(listed),
      readsPast,
    }),
    export: endpoint({
      method: "GET",
      path: `${path}/export`,
      summary: `Download ${plural} as a table`,
      description: "The rows and columns a list shows, in its order, as CSV or as an Excel workbook.",
      query: listQuery.pick({ sort: true, filter: true }).extend({
        format: z.enum(["csv", "xlsx"]).default("csv"),
        columns: columnSlugs.describe("Slugs of the columns in their order, separated by commas"),
        asOf,
      }),
      response: z.unknown(),
    }),
    get: endpoint({
      method: "GET",
      path: `${path}/:id`,
      summary: `Read one ${label}`,
      params: idParams,
      query: z.object({ asOf }),
      response: record,
      readsPast,
    }),
    getByExternalId: endpoint({
      method: "GET",
      path: `${path}/by-external-id/:source/:externalId`,
      summary: `Read one ${label} by its id in another system`,
      params: z.object({ source: z.string(), externalId: z.string() }),
      response: record,
    }),
    create: endpoint({
      method: "POST",
      path,
      summary: `Create one ${label}`,
      body: input,
      response: record,
      status: 201,
    }),
    update: endpoint({
      method: "PATCH",
      path: `${path}/:id`,
      summary: `Change some fields of one ${label}`,
      description: "A field left out stays as it is; null clears it.",
      params: idParams,
      body: input,
      response: record,
    }),
    archive: endpoint({
      method: "DELETE",
      path: `${path}/:id`,
      summary: `Archive one ${label}`,
      description: "Nothing is lost: restore it with POST …/restoration.",
      params: idParams,
      response: record,
    }),
    restore: endpoint({
      method: "POST",
      path: `${path}/:id/restoration`,
      summary: `Restore one archived ${label}`,
      params: idParams,
      response: record,
    }),
    bulkUpsert: endpoint({
      method: "POST",
      path: `${path}/bulk-upsert`,
      summary: `Create or update up to 10,000 ${plural} by their external ids`,
      body: z.object({
        source: z.string().trim().min(1).max(100).default("app"),
        items: z.array(input.extend({ externalId: z.string().trim().min(1).max(255) })).max(10_000),
      }),
      response: bulkResultSchema,
    }),
  };
}

import type { BulkResult, Endpoint } from "@perennial/contract";
import type { z } from "zod";
import type { App } from "../kernel/app.ts";
import { assertPermitted, execute } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import { problem } from "../kernel/errors.ts";
import { type Route, route } from "../kernel/http/route.ts";
import { catalogOf } from "./catalog.ts";
import { columnValues, parseColumns } from "./columns.ts";
import { type ExportRequest, exportRecords } from "./export-records.ts";
import { findByExternalIds } from "./external-ids.ts";
import { followMerges } from "./follow-merges.ts";
import { listIds } from "./list-records.ts";
import type { ObjectType } from "./object-type.ts";
import { readingContext } from "./past/past.ts";
import { readAsOf } from "./past/read-as-of.ts";
import type { StoredRecord } from "./read-records.ts";
import type { RecordCommands } from "./record-commands.ts";
import type { RowResult } from "./write-records.ts";

type ListQuery = {
  limit: number;
  cursor?: string | undefined;
  sort?: string | undefined;
  filter?: string | undefined;
  archived: "true" | "false";
  values?: string | undefined;
  asOf?: string | undefined;
};
type AsOf = { asOf?: string | undefined };
type OfId = Endpoint<z.ZodType<{ id: string }>>;
/** The endpoints of any object type; each is typed where it is declared. */
type AnyRecordEndpoints = {
  list: Endpoint<z.ZodType, z.ZodType<ListQuery>>;
  export: Endpoint<z.ZodType, z.ZodType<ExportRequest & AsOf>>;
  getByExternalId: Endpoint<z.ZodType<{ source: string; externalId: string }>>;
  get: Endpoint<z.ZodType<{ id: string }>, z.ZodType<AsOf>>;
  create: Endpoint;
  update: OfId;
  archive: OfId;
  restore: OfId;
  bulkUpsert: Endpoint;
};

/**
 * Turns stored records into what the API shows, set-wise.
 * @param asked the columns asked for by name, for what is costly and shown only then
 */
export type Present = (
  app: App,
  ctx: Context,
  records: readonly StoredRecord[],
  asked?: ReadonlySet<string>,
) => Promise<unknown[]>;

/** The routes every object type has, over its commands. */
export function recordRoutes(
  type: ObjectType,
  endpoints: AnyRecordEndpoints,
  commands: RecordCommands,
  present: Present,
): Route[] {
  const records = { type, commands, present };
  return recordRoutesOf(type.plural, endpoints, () => records);
}

type RecordsOf = { type: ObjectType; commands: RecordCommands; present: Present };

/**
 * The same where the path says which type is meant.
 * @param find the type that a request's path names
 */
export function recordRoutesOf(
  area: string,
  endpoints: AnyRecordEndpoints,
  find: (app: App, params: Readonly<Record<string, unknown>>) => RecordsOf | Promise<RecordsOf>,
): Route[] {
  const read = `${area}.read`;
  const readOne = async (
    app: App,
    ctx: Context,
    { type, present }: RecordsOf,
    id: string,
  ): Promise<unknown> => {
    const survivors = await followMerges(app.db, type.slug, [id]);
    const catalog = await catalogOf(app);
    const [record] = await readAsOf(app, ctx, catalog, type, [survivors.get(id) ?? id]);
    const then = ctx.asOf ? ` on ${ctx.today}` : "";
    if (!record)
      throw problem("not-found", `There is no ${type.label.toLowerCase()} with the id ${id}${then}.`);
    return (await present(app, ctx, [record]))[0];
  };
  return [
    route(endpoints.list, async ({ app, ctx: asker, params, query }) => {
      assertPermitted(asker, read);
      const { type, present } = await find(app, params as never);
      const catalog = await catalogOf(app);
      const { archived, values, asOf, ...request } = query;
      const ctx = readingContext(asker, type, asOf);
      const columns = values === undefined ? [] : parseColumns(catalog, type, values, "values");
      const { ids, nextCursor } = await listIds(app, ctx, catalog, type, {
        ...request,
        isArchived: archived === "true",
      });
      const records = await readAsOf(app, ctx, catalog, type, ids);
      const items = await present(app, ctx, records, new Set(columns.map((column) => column.slug)));
      if (columns.length === 0) return { items, nextCursor };
      const asked = await columnValues(app, ctx, catalog, columns, records, items);
      return { items: items.map((item, row) => Object.assign(item as object, asked[row])), nextCursor };
    }),
    route(endpoints.export, async ({ app, ctx, params, query, reply }) => {
      assertPermitted(ctx, read);
      const { type, present } = await find(app, params as never);
      const { asOf, ...request } = query;
      const then = readingContext(ctx, type, asOf);
      const { filename, mimeType, content } = await exportRecords(app, then, type, present, request);
      return reply
        .header("content-disposition", `attachment; filename="${filename}"`)
        .type(mimeType)
        .send(content);
    }),
    route(endpoints.getByExternalId, async ({ app, ctx, params }) => {
      assertPermitted(ctx, read);
      const records = await find(app, params);
      const { type } = records;
      const found = await findByExternalIds(app.db, type.slug, params.source, [params.externalId]);
      const ref = found.get(params.externalId);
      if (ref) return readOne(app, ctx, records, ref.objectId);
      throw problem(
        "not-found",
        `There is no ${type.label.toLowerCase()} with the id “${params.externalId}” from ${params.source}.`,
      );
    }),
    route(endpoints.get, async ({ app, ctx, params, query }) => {
      assertPermitted(ctx, read);
      const records = await find(app, params);
      return readOne(app, readingContext(ctx, records.type, query.asOf), records, params.id);
    }),
    route(endpoints.create, async ({ app, ctx, params, body }) => {
      assertPermitted(ctx, `${area}.write`);
      const records = await find(app, params as never);
      const { id } = await execute(app, ctx, records.commands.create, {
        body: body as Record<string, unknown>,
      });
      return readOne(app, ctx, records, id);
    }),
    route(endpoints.update, async ({ app, ctx, params, body }) => {
      assertPermitted(ctx, `${area}.write`);
      const records = await find(app, params);
      const { id } = await execute(app, ctx, records.commands.update, {
        id: params.id,
        body: body as Record<string, unknown>,
      });
      return readOne(app, ctx, records, id);
    }),
    route(endpoints.archive, async ({ app, ctx, params }) => {
      assertPermitted(ctx, `${area}.delete`);
      const records = await find(app, params);
      const { id } = await execute(app, ctx, records.commands.archive, { id: params.id });
      return readOne(app, ctx, records, id);
    }),
    route(endpoints.restore, async ({ app, ctx, params }) => {
      assertPermitted(ctx, `${area}.delete`);
      const records = await find(app, params);
      const { id } = await execute(app, ctx, records.commands.restore, { id: params.id });
      return readOne(app, ctx, records, id);
    }),
    route(endpoints.bulkUpsert, async ({ app, ctx, params, body }) => {
      assertPermitted(ctx, `${area}.write`);
      const { commands } = await find(app, params as never);
      return bulkResult(await execute(app, ctx, commands.upsert, body as never));
    }),
  ];
}

/** Per-row results with their counts. */
export function bulkResult(results: readonly RowResult[]): BulkResult {
  const count = (status: RowResult["status"]) => results.filter((result) => result.status === status).length;
  return {
    created: count("created"),
    updated: count("updated"),
    unchanged: count("unchanged"),
    rejected: count("rejected"),
    results: results.map((result, row) =>
      result.status === "rejected"
        ? { row, status: result.status, problems: result.problems }
        : { row, status: result.status, id: result.id },
    ),
  };
}

/** What every record shows: identity, times, built-in values and traits. */
export function presentCommon(type: ObjectType, record: StoredRecord): Record<string, unknown> {
  const shown: Record<string, unknown> = {
    id: record.id,
    externalIds: record.externalIds,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    archivedAt: record.archivedAt,
  };
  for (const field of type.builtIns) shown[field.slug] = record.values[field.slug] ?? null;
  shown.traits = valuesWithPrefix(record, "trait:");
  return shown;
}

/** The values whose slug begins with a prefix, without it. */
export function valuesWithPrefix(record: StoredRecord, prefix: string): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [slug, value] of Object.entries(record.values)) {
    if (slug.startsWith(prefix)) values[slug.slice(prefix.length)] = value;
  }
  return values;
}

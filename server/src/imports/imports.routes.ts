import { Readable } from "node:stream";
import {
  cancelImport as cancelEndpoint,
  createImport as createEndpoint,
  downloadImportRejects,
  dryRunImport,
  getImport,
  listImportFindings,
  listImportObjects,
  listImportRejects,
  listImports,
  runImport as runEndpoint,
  undoImport as undoEndpoint,
  updateImport as updateEndpoint,
} from "@perennial/contract";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { assertPermitted, execute } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { type Route, route } from "../kernel/http/route.ts";
import type { Mount } from "../kernel/http/server.ts";
import { isId } from "../kernel/ids.ts";
import { createImport } from "./create-import.ts";
import { readImport, type StoredImport } from "./imports.sql.ts";
import { importDefinitions } from "./objects/import-objects.ts";
import { assertAnswered, isQueueBusy, presentDetail, presentImport } from "./present-import.ts";
import { rejectsCsv } from "./rejects-file.ts";
import { cancelImport, startDryRun, startImport, undoImport, updateImport } from "./start-import.ts";

const fileTypes = [
  "text/csv",
  "application/octet-stream",
  "application/vnd.ms-excel",
  "text/tab-separated-values",
];

/** Files come as they are and go to disk as they come, never whole into memory. */
export const mountUploads: Mount = async (server) => {
  for (const type of fileTypes) {
    server.addContentTypeParser(type, (_request, payload, done) => done(null, payload));
  }
};

const show = async (app: App, id: string) => presentDetail(app, await readImport(app.db, id));

export const importRoutes: readonly Route[] = [
  route(createEndpoint, async ({ app, ctx, query, body }) => {
    assertPermitted(ctx, "imports.write");
    if (!(body instanceof Readable))
      throw problem(
        "unsupported-media-type",
        "Send the file itself as the body, with Content-Type: text/csv.",
      );
    const stored = await createImport(app, ctx, { ...query, origin: "web", bytes: body });
    return presentDetail(app, stored);
  }),
  route(listImports, async ({ app, ctx, query }) => {
    assertPermitted(ctx, "imports.read");
    const before = isId(query.cursor ?? "") ? sql`where id < ${query.cursor}` : sql``;
    const { rows } = await sql<StoredImport>`
      select * from imports ${before} order by id desc limit ${query.limit + 1}
    `.execute(app.db);
    const items = rows.slice(0, query.limit);
    const nextCursor = rows.length > query.limit ? (items.at(-1)?.id ?? null) : null;
    const isBusy = await isQueueBusy(app);
    return { items: items.map((stored) => presentImport(app, stored, isBusy)), nextCursor };
  }),
  route(getImport, async ({ app, ctx, params }) => {
    assertPermitted(ctx, "imports.read");
    return show(app, params.id);
  }),
  route(updateEndpoint, async ({ app, ctx, params, body }) => {
    await execute(app, ctx, updateImport, { id: params.id, ...body });
    return show(app, params.id);
  }),
  route(dryRunImport, async ({ app, ctx, params }) => {
    assertPermitted(ctx, "imports.write");
    assertAnswered(await show(app, params.id));
    await execute(app, ctx, startDryRun, params);
    return show(app, params.id);
  }),
  route(runEndpoint, async ({ app, ctx, params }) => {
    assertPermitted(ctx, "imports.write");
    assertAnswered(await show(app, params.id));
    await execute(app, ctx, startImport, params);
    return show(app, params.id);
  }),
  route(cancelEndpoint, async ({ app, ctx, params }) => {
    await execute(app, ctx, cancelImport, params);
    return show(app, params.id);
  }),
  route(undoEndpoint, async ({ app, ctx, params }) => {
    await execute(app, ctx, undoImport, params);
    return show(app, params.id);
  }),
  route(listImportRejects, async ({ app, ctx, params, query }) => {
    assertPermitted(ctx, "imports.read");
    const { id } = await readImport(app.db, params.id);
    const after = Number(query.cursor ?? 0) || 0;
    const { rows } = await sql<{ line: number; lines: number; problems: never }>`
      select line, lines, problems from import_rejects
       where import_id = ${id} and line > ${after} order by line limit ${query.limit + 1}
    `.execute(app.db);
    const items = rows.slice(0, query.limit);
    return { items, nextCursor: rows.length > query.limit ? String(items.at(-1)?.line) : null };
  }),
  route(downloadImportRejects, async ({ app, ctx, params, reply }) => {
    assertPermitted(ctx, "imports.read");
    const stored = await readImport(app.db, params.id);
    const name = `rejects of ${stored.file_name}`
      .replaceAll(/[^\w .-]+/g, "_")
      .replace(/(\.\w{1,5})?$/, ".csv");
    await reply
      .header("content-type", "text/csv; charset=utf-8")
      .header("content-disposition", `attachment; filename="${name}"`)
      .send(Readable.from(withBom(rejectsCsv(app.db, stored))));
    return undefined;
  }),
  route(listImportFindings, async ({ app, ctx, params, query }) => {
    assertPermitted(ctx, "imports.read");
    const { id } = await readImport(app.db, params.id);
    const ofKind = query.kind === undefined ? sql`` : sql`and kind = ${query.kind}`;
    const after = isId(query.cursor ?? "") ? sql`and id > ${query.cursor}` : sql``;
    const { rows } = await sql<{
      id: string;
      kind: string;
      line: number | null;
      account_id: string | null;
      message: string;
    }>`
      select id, kind, line, account_id, message from import_findings
       where import_id = ${id} ${ofKind} ${after} order by id limit ${query.limit + 1}
    `.execute(app.db);
    const items = rows.slice(0, query.limit);
    return {
      items: items.map(({ kind, line, account_id, message }) => ({
        kind,
        line,
        accountId: account_id,
        message,
      })),
      nextCursor: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null,
    };
  }),
  route(listImportObjects, async ({ app, ctx }) => {
    assertPermitted(ctx, "imports.read");
    const items = [...(await importDefinitions(app))].map(([object, { fields, objectType }]) => ({
      object,
      objectType: objectType ?? null,
      fields: fields.fields.map(({ field, type }) => ({ field, type })),
      others: fields.others,
    }));
    return { items, nextCursor: null };
  }),
];

/** Spreadsheets take UTF-8 for what it is only with this mark. */
async function* withBom(text: AsyncIterable<string>): AsyncGenerator<string> {
  yield "\ufeff";
  yield* text;
}

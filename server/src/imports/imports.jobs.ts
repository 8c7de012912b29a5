import { sql } from "kysely";
import { z } from "zod";
import { defineCron, defineJob } from "../kernel/jobs/index.ts";
import { dropFile } from "./files/import-files.ts";
import { runImport } from "./running/run-import.ts";
import { undoRows } from "./undo-rows.ts";

const payload = z.object({ importId: z.uuid() });

/** One import after another: later files mostly name what earlier ones bring. */
const queue = "imports";

/** Runs an import, or its dry run, to its end. */
export const runImportJob = defineJob({
  name: "imports.run",
  payload,
  queue,
  async run({ app, payload: { importId }, signal }) {
    const stored = await runImport(app, importId, { signal });
    if (stored.status === "done" || stored.status === "cancelled") await dropFile(app, importId);
  },
});

/** Takes an import back. */
export const undoImportJob = defineJob({
  name: "imports.undo",
  payload,
  queue,
  run: ({ app, payload: { importId }, signal }) => undoRows(app, importId, signal),
});

const draftDays = 7;
const undoDays = 90;

/** Forgets drafts that nobody started, files of imports that failed, and what only an undo needs, once it has become old. */
export const tidyImports = defineJob({
  name: "imports.tidy",
  payload: z.object({}),
  async run({ app, ctx }) {
    const draftsBefore = ctx.now.subtract({ hours: draftDays * 24 }).toString();
    const { rows } = await sql<{ id: string }>`
      delete from imports where status = 'draft' and created_at < ${draftsBefore}::timestamptz returning id
    `.execute(app.db);
    const failed = await sql<{ id: string }>`
      select id from imports where status = 'failed' and touched_at < ${draftsBefore}::timestamptz
    `.execute(app.db);
    for (const { id } of [...rows, ...failed.rows]) await dropFile(app, id);
    const rowsBefore = ctx.now.subtract({ hours: undoDays * 24 }).toString();
    await sql`
      delete from import_rows where import_id in (
        select id from imports where finished_at < ${rowsBefore}::timestamptz)
    `.execute(app.db);
  },
});

export const importCrons = [defineCron({ job: tidyImports, payload: {}, pattern: "20 3 * * *" })];

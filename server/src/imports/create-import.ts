import type { ImportMap } from "@perennial/contract";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { assertPermitted } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import { newId } from "../kernel/ids.ts";
import { dropFile, keepFile, keptFile } from "./files/import-files.ts";
import { noProgress, readImport, type StoredImport, type StoredInspection } from "./imports.sql.ts";
import { importDefinition } from "./objects/import-objects.ts";
import { inspectFile } from "./reading/inspect-file.ts";

/** A file and how it is to be understood. */
export type NewImport = {
  object: string;
  fileName: string;
  source: string;
  origin: StoredImport["origin"];
  map?: ImportMap;
  bytes: AsyncIterable<Uint8Array>;
};

/**
 * Keeps a file, reads it once from end to end, and makes the draft of its import. Writes no record.
 * @throws Problem `forbidden`, `invalid-input` (no such object, empty file), `too-large`
 */
export async function createImport(app: App, ctx: Context, given: NewImport): Promise<StoredImport> {
  assertPermitted(ctx, "imports.write");
  await importDefinition(app, given.object);
  const id = newId(ctx.now);
  const file = await keepFile(app, id, given.bytes);
  try {
    const { dialect, ...inspection } = await inspectFile(keptFile(app, id));
    const stored: StoredInspection = {
      ...inspection,
      encoding: dialect.encoding,
      separator: dialect.separator,
    };
    // PostgreSQL keeps no NUL characters; a preview can do without them.
    const text = JSON.stringify(stored).replaceAll("\\u0000", "\ufffd");
    const at = ctx.now.toString();
    await sql`
      insert into imports (id, object, source, file_name, file_bytes, file_sha256, status, origin, map, inspection,
                           permissions, created_by_id, created_by_name, created_at, touched_at, is_cancel_requested,
                           next_line, lines_accepted, lines_rejected, rows_created, rows_updated, rows_unchanged,
                           rows_rejected)
      values (${id}, ${given.object}, ${given.source}, ${given.fileName}, ${file.bytes}, ${file.sha256}, 'draft',
              ${given.origin}, ${JSON.stringify(given.map ?? {})}, ${text}, ${[...ctx.actor.permissions]}::text[],
              ${ctx.actor.id}, ${ctx.actor.name}, ${at}, ${at}, false, ${noProgress.next_line}, 0, 0, 0, 0, 0, 0)
    `.execute(app.db);
    return readImport(app.db, id);
  } catch (error) {
    await dropFile(app, id);
    throw error;
  }
}

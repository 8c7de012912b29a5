import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { executeIn, type Json } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import { retryConflicts } from "../kernel/database/transient.ts";
import type { Tx } from "../kernel/db.ts";
import { noAccount } from "../kernel/ids.ts";
import { catalogOf, objectTypeOf, readRecords, releaseExternalIds } from "../objects/index.ts";
import { changeImport, readImport, type StoredImport, type UndoReport } from "./imports.sql.ts";
import type { ImportObjectDefinition } from "./objects/import-object.ts";
import { importDefinition } from "./objects/import-objects.ts";
import { importContext } from "./running/run-import.ts";

type Row = { key: string; outcome: "created" | "updated"; object_id: string; account_id: string | null };

const batchRows = 200;
const nothingUndone: UndoReport = { archived: 0, restored: 0, kept: 0, cannot: [] };

/**
 * Takes an import back, batch by batch: what it created is archived and gives its external ids up, what it changed is put
 * back wherever the value is still the import's. Can be gone on with after a crash.
 */
export async function undoRows(app: App, id: string, signal?: AbortSignal): Promise<void> {
  for (;;) {
    signal?.throwIfAborted();
    const isDone = await retryConflicts(() =>
      app.db.transaction().execute(async (tx) => {
        const stored = await readImport(tx, id, "for update");
        if (stored.status !== "undoing") return true;
        return undoBatch(app, tx, stored);
      }),
    );
    if (isDone) return;
  }
}

async function undoBatch(app: App, tx: Tx, stored: StoredImport): Promise<boolean> {
  const definition = await importDefinition(app, stored.object);
  const ctx = await importContext(app, stored);
  const report = stored.undo_report ?? beginReport(stored, definition);
  const { rows } = await sql<Row>`
    select key, outcome, object_id, account_id from import_rows
     where import_id = ${stored.id} and outcome in ('created', 'updated') and object_id is not null
     order by key limit ${batchRows}
  `.execute(tx);
  const at = app.clock.now().toString();
  if (rows.length === 0 || !definition.commands) {
    await changeImport(tx, stored.id, {
      status: "undone",
      undo_report: report,
      touched_at: at,
      finished_at: at,
    });
    return true;
  }
  const undone = { ...ctx, requestId: `undo-${stored.id}` };
  await archiveCreated(app, tx, undone, definition, rows, report);
  await restoreChanged(app, tx, undone, definition, rows, report);
  await sql`
    update import_rows set outcome = 'undone'
     where import_id = ${stored.id} and key = any(${rows.map(({ key }) => key)}::text[])
  `.execute(tx);
  await changeImport(tx, stored.id, { undo_report: report, touched_at: at });
  return false;
}

function beginReport(stored: StoredImport, definition: ImportObjectDefinition): UndoReport {
  const cannot = definition.cannotUndo
    ? [`${stored.rows_created + stored.rows_updated} rows: ${definition.cannotUndo}`]
    : [];
  return { ...nothingUndone, cannot: [...cannot, "traits, options and teammates it made stay"] };
}

async function archiveCreated(
  app: App,
  tx: Tx,
  ctx: Context,
  { commands, objectType = "" }: ImportObjectDefinition,
  rows: readonly Row[],
  report: UndoReport,
): Promise<void> {
  const created = rows.filter(({ outcome }) => outcome === "created");
  for (const { object_id } of created) {
    if (!commands) continue;
    await executeIn(app, tx, ctx, commands.archive, { id: object_id });
    report.archived += 1;
  }
  // So that the same file, imported again, makes them anew instead of finding archived records.
  await releaseExternalIds(
    tx,
    objectType,
    created.map(({ object_id }) => object_id),
  );
}

type Changed = { object_id: string; field: string; old: Json; new: Json };

async function restoreChanged(
  app: App,
  tx: Tx,
  ctx: Context,
  { commands, objectType = "" }: ImportObjectDefinition,
  rows: readonly Row[],
  report: UndoReport,
): Promise<void> {
  const ids = rows.filter(({ outcome }) => outcome === "updated").map(({ object_id }) => object_id);
  if (!commands || ids.length === 0) return;
  const accountIds = [noAccount, ...new Set(rows.flatMap(({ account_id }) => account_id ?? []))];
  const changes = await sql<Changed>`
    select object_id, field, old, new from history
     where account_id = any(${accountIds}::uuid[]) and object = ${objectType} and object_id = any(${ids}::uuid[])
       and actor_kind = 'import' and actor_id = ${ctx.actor.id} and request_id = ${`import-${ctx.actor.id}`}
     order by id
  `.execute(tx);
  const catalog = await catalogOf(app, tx);
  const fields = catalog.fieldsOf(objectType);
  const stored = await readRecords(tx, catalog, objectTypeOf(catalog, objectType), ids);
  const byRecord = Map.groupBy(changes.rows, ({ object_id }) => object_id);
  for (const record of stored) {
    const back: Record<string, unknown> = {};
    for (const [field, ofField] of Map.groupBy(byRecord.get(record.id) ?? [], ({ field }) => field)) {
      if (!fields.get(field)?.isEditable) continue;
      const isStillOurs =
        JSON.stringify(shown(record.values[field])) === JSON.stringify(shown(ofField.at(-1)?.new));
      if (isStillOurs) back[field] = ofField[0]?.old ?? null;
      else report.kept += 1;
    }
    if (Object.keys(back).length === 0) continue;
    await executeIn(app, tx, ctx, commands.update, { id: record.id, body: asBody(back) });
    report.restored += 1;
  }
}

/** Numbers compare by value: `12.50` and `12.5` are the same. */
const shown = (value: Json | undefined): Json =>
  typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : (value ?? null);

/** Values by field slug as the update command takes them. */
function asBody(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  const traits: Record<string, unknown> = {};
  const keyRoles: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(values)) {
    if (field.startsWith("trait:")) traits[field.slice("trait:".length)] = value;
    else if (field.startsWith("keyRole:")) keyRoles[field.slice("keyRole:".length)] = value;
    else body[field] = value;
  }
  return { ...body, traits, keyRoles };
}

import { sql } from "kysely";
import { type App, createContext } from "../../kernel/app.ts";
import type { Json } from "../../kernel/command.ts";
import type { Context } from "../../kernel/context.ts";
import { isTransient, retryConflicts } from "../../kernel/database/transient.ts";
import type { Tx } from "../../kernel/db.ts";
import { Problem } from "../../kernel/errors.ts";
import { newId, noAccount } from "../../kernel/ids.ts";
import { publish } from "../../kernel/publish.ts";
import { keptFile } from "../files/import-files.ts";
import {
  changeImport,
  forgetRows,
  noProgress,
  type RejectedLine,
  readImport,
  type SampleChange,
  type StoredDryRun,
  type StoredImport,
} from "../imports.sql.ts";
import type { Batch, Finding } from "../objects/import-object.ts";
import { detectDialect } from "../reading/dialect.ts";
import { type FileOutcome, type FileRow, readFile } from "../reading/read-file.ts";
import { ensureDefinitions } from "./ensure-definitions.ts";
import { type PreparedImport, planStored } from "./plan-stored.ts";
import {
  type BatchResult,
  brokenReject,
  dryRows,
  type Reject,
  storeRows,
  writeBatch,
} from "./write-batch.ts";

export type RunOptions = {
  /** Stops after the batch under way; the import can be gone on with. */
  signal?: AbortSignal;
  /** After each batch. */
  onProgress?: (stored: StoredImport) => void;
};

/**
 * Goes on with an import (or a dry run) where it stands, to its end. Every batch commits together with the line it has
 * come to, so that whoever runs it again after a crash repeats nothing and leaves nothing out; two who run it at once
 * share the batches.
 */
export async function runImport(app: App, id: string, options: RunOptions = {}): Promise<StoredImport> {
  const stored = await readImport(app.db, id);
  if (stored.status !== "running" && stored.status !== "checking") return stored;
  try {
    return await readOn(app, stored, options);
  } catch (error) {
    if (isTransient(error) || options.signal?.aborted) throw error;
    app.log.error({ err: error, importId: id }, "import failed");
    await changeImport(app.db, id, {
      status: "failed",
      error: error instanceof Problem ? error.message : `An unexpected error: ${(error as Error).message}`,
      finished_at: app.clock.now().toString(),
    });
    return readImport(app.db, id);
  }
}

/** What an import does, it does in its own name, with the permissions of whoever started it. */
export function importContext(app: App, stored: StoredImport): Promise<Context> {
  const actor = {
    kind: "import" as const,
    id: stored.id,
    name: `import of ${stored.file_name}`,
    permissions: new Set(stored.permissions),
  };
  return createContext(app, actor, { requestId: `import-${stored.id}` });
}

async function readOn(app: App, stored: StoredImport, options: RunOptions): Promise<StoredImport> {
  const { id } = stored;
  const isDryRun = stored.status === "checking";
  let prepared = await planStored(app, app.db, stored);
  const [wrong] = prepared.problems;
  if (wrong) throw new Problem("invalid-input", wrong.message, prepared.problems);
  if (!isDryRun && (prepared.missingTraits.length > 0 || prepared.newOptions.length > 0)) {
    await ensureDefinitions(app, await importContext(app, stored), prepared);
    prepared = await planStored(app, app.db, stored);
  }
  const source = keptFile(app, id);
  const dialect = await detectDialect(source);
  let next = stored.next_line;
  let waiting: FileOutcome[] = [];
  let rows = 0;
  const flush = async () => {
    const outcomes = waiting;
    waiting = [];
    rows = 0;
    const moved = await takeLines(app, stored, prepared, outcomes, next, isDryRun);
    next = moved.next_line;
    options.onProgress?.(moved);
    return moved.status === stored.status;
  };
  for await (const outcomes of readFile(source, dialect)) {
    for (const outcome of outcomes) {
      if (outcome.line < next) continue;
      waiting.push(outcome);
      if (outcome.kind === "row") rows += 1;
      if (rows < prepared.definition.batchRows && waiting.length < prepared.definition.batchRows * 4)
        continue;
      if (!(await flush())) return readImport(app.db, id);
      options.signal?.throwIfAborted();
    }
  }
  if (waiting.length > 0 && !(await flush())) return readImport(app.db, id);
  return finish(app, stored, prepared, isDryRun);
}

type Undone = { result: BatchResult; changes: SampleChange[] };

/** Thrown to take back what a dry run wrote. */
class RolledBack extends Error {
  readonly undone: Undone;
  constructor(undone: Undone) {
    super("a dry run writes nothing");
    this.undone = undone;
  }
}

const mostSamples = 100;

async function takeLines(
  app: App,
  stored: StoredImport,
  prepared: PreparedImport,
  outcomes: readonly FileOutcome[],
  expected: number,
  isDryRun: boolean,
): Promise<StoredImport> {
  const rows = outcomes.filter((outcome): outcome is FileRow => outcome.kind === "row");
  if (!isDryRun) {
    return retryConflicts(() =>
      app.db.transaction().execute(async (tx) => {
        const current = await heldImport(app, tx, stored, expected);
        if (current.isStale) return current.stored;
        const result = await writeBatch(
          await batchOf(app, tx, stored, prepared),
          prepared,
          stored.id,
          rows,
          false,
        );
        return record(app, tx, stored, outcomes, result);
      }),
    );
  }
  const dry = await retryConflicts(() => tryOut(app, stored, prepared, rows));
  return app.db.transaction().execute(async (tx) => {
    const current = await heldImport(app, tx, stored, expected);
    if (current.isStale) return current.stored;
    await storeRows(tx, stored.id, dryRows(prepared, dry.result.taken));
    const samples = [...(current.stored.dry_run?.changes ?? []), ...dry.changes].slice(0, mostSamples);
    await changeImport(tx, stored.id, { dry_run: { ...emptyDryRun, changes: samples } });
    return record(app, tx, stored, outcomes, dry.result);
  });
}

const emptyDryRun: StoredDryRun = {
  created: 0,
  updated: 0,
  unchanged: 0,
  rejected: 0,
  rejects: [],
  changes: [],
  findings: {},
};

async function batchOf(app: App, tx: Tx, stored: StoredImport, prepared: PreparedImport): Promise<Batch> {
  return { app, tx, ctx: await importContext(app, stored), source: stored.source, map: prepared.map };
}

/** Holds the import for one batch; stale where somebody cancelled it, or another process has taken these lines. */
async function heldImport(app: App, tx: Tx, stored: StoredImport, expected: number) {
  const current = await readImport(tx, stored.id, "for update");
  if (current.is_cancel_requested && current.status === stored.status) {
    const isDryRun = current.status === "checking";
    const at = app.clock.now().toString();
    if (isDryRun) await forgetRows(tx, stored.id);
    await changeImport(tx, stored.id, {
      status: isDryRun ? "draft" : "cancelled",
      is_cancel_requested: false,
      touched_at: at,
      ...(isDryRun ? noProgress : { finished_at: at }),
    });
    return { isStale: true, stored: await readImport(tx, stored.id) };
  }
  const isStale = current.status !== stored.status || current.next_line !== expected;
  return { isStale, stored: current };
}

async function tryOut(
  app: App,
  stored: StoredImport,
  prepared: PreparedImport,
  rows: readonly FileRow[],
): Promise<Undone> {
  try {
    return await app.db.transaction().execute(async (tx) => {
      const batch = await batchOf(app, tx, stored, prepared);
      const result = await writeBatch(batch, prepared, stored.id, rows, true);
      throw new RolledBack({ result, changes: await sampleChanges(batch, prepared, result) });
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.undone;
    throw error;
  }
}

/** What the first changed records of a dry run would have become. */
async function sampleChanges(
  { tx, ctx }: Batch,
  prepared: PreparedImport,
  result: BatchResult,
): Promise<SampleChange[]> {
  const object = prepared.definition.objectType;
  const changed = result.taken
    .filter(({ outcome }) => outcome.status === "updated" && outcome.objectId)
    .slice(0, mostSamples);
  if (!object || changed.length === 0) return [];
  const lines = new Map(changed.map(({ row, outcome }) => [outcome.objectId ?? "", row]));
  const accountIds = [noAccount, ...new Set(changed.flatMap(({ outcome }) => outcome.accountId ?? []))];
  const { rows } = await sql<{ object_id: string; field: string; old: Json; new: Json }>`
    select object_id, field, old, new from history
     where account_id = any(${accountIds}::uuid[]) and object = ${object} and object_id = any(${[...lines.keys()]}::uuid[])
       and request_id = ${ctx.requestId} and at = ${ctx.now.toString()}::timestamptz
     order by id limit ${mostSamples}
  `.execute(tx);
  return rows.map((change) => {
    const row = lines.get(change.object_id);
    const record = row ? (prepared.definition.keyOf(row) ?? "") : "";
    const name = row && typeof row.fields.name === "string" ? row.fields.name : record;
    return { line: row?.line ?? 0, record: name, field: change.field, old: change.old, new: change.new };
  });
}

/** Books a batch: counts, rejects, findings, and the line the import has come to. */
async function record(
  app: App,
  tx: Tx,
  stored: StoredImport,
  outcomes: readonly FileOutcome[],
  result: BatchResult,
): Promise<StoredImport> {
  const rejects = [
    ...result.rejects,
    ...outcomes.flatMap((outcome) => (outcome.kind === "broken" ? [brokenReject(outcome)] : [])),
  ];
  await storeRejects(tx, stored.id, rejects);
  await storeFindings(app, tx, stored.id, result.findings);
  const lines = outcomes.reduce((sum, outcome) => sum + outcome.lines, 0);
  const rejectedLines = rejects.reduce((sum, reject) => sum + reject.lines, 0);
  const last = outcomes.at(-1);
  const next = last ? Math.max(...outcomes.map((outcome) => outcome.line + outcome.lines)) : stored.next_line;
  const { rows } = await sql<StoredImport>`
    update imports
       set next_line = ${next}, lines_accepted = lines_accepted + ${lines - rejectedLines},
           lines_rejected = lines_rejected + ${rejectedLines}, rows_created = rows_created + ${result.created},
           rows_updated = rows_updated + ${result.updated}, rows_unchanged = rows_unchanged + ${result.unchanged},
           rows_rejected = rows_rejected + ${rejects.length}, touched_at = ${app.clock.now().toString()}::timestamptz
     where id = ${stored.id} returning *
  `.execute(tx);
  return rows[0] ?? stored;
}

async function storeRejects(tx: Tx, importId: string, rejects: readonly Reject[]): Promise<void> {
  if (rejects.length === 0) return;
  // PostgreSQL keeps no NUL characters; the place of one shows as the replacement character.
  const text = JSON.stringify(rejects).replaceAll("\\u0000", "\ufffd");
  await sql`
    insert into import_rejects (import_id, line, lines, problems, row_values, row_text)
    select ${importId}, r.line, r.lines, r.problems, nullif(r."values", 'null'), r.text
      from jsonb_to_recordset(${text}::jsonb)
        as r (line int, lines int, problems jsonb, "values" jsonb, text text)
    on conflict (import_id, line) do nothing
  `.execute(tx);
}

async function storeFindings(
  app: App,
  tx: Tx,
  importId: string,
  findings: readonly Finding[],
): Promise<void> {
  if (findings.length === 0) return;
  const now = app.clock.now();
  const rows = findings.map((finding) => ({ ...finding, id: newId(now) }));
  await sql`
    insert into import_findings (import_id, kind, id, line, account_id, message)
    select ${importId}, r.kind, r.id, r.line, r."accountId", r.message
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r (kind text, id uuid, line int, "accountId" uuid, message text)
  `.execute(tx);
}

async function finish(
  app: App,
  stored: StoredImport,
  prepared: PreparedImport,
  isDryRun: boolean,
): Promise<StoredImport> {
  const ctx = await importContext(app, stored);
  await retryConflicts(() =>
    app.db.transaction().execute(async (tx) => {
      const current = await readImport(tx, stored.id, "for update");
      if (current.status !== stored.status) return;
      const at = app.clock.now().toString();
      if (isDryRun) {
        const dry_run = await dryRunOf(tx, current);
        await forgetRows(tx, stored.id);
        await changeImport(tx, stored.id, { ...noProgress, dry_run, status: "draft", touched_at: at });
        return;
      }
      const found = (await prepared.definition.conclude?.({ app, db: tx, importId: stored.id, ctx })) ?? [];
      await storeFindings(app, tx, stored.id, found);
      await sql`delete from import_rows where import_id = ${stored.id} and outcome = 'unchanged'`.execute(tx);
      await changeImport(tx, stored.id, {
        status: "done",
        finished_at: at,
        touched_at: at,
        finding_counts: await countFindings(tx, stored.id),
      });
      await publish(app, tx, ctx, "imports.run", {
        changes: [],
        events: [{ name: "import.finished", object: "import", objectId: stored.id, accountId: null }],
      });
    }),
  );
  return readImport(app.db, stored.id);
}

async function countFindings(tx: Tx, importId: string): Promise<Record<string, number>> {
  const { rows } = await sql<{ kind: string; count: number }>`
    select kind, count(*)::int as count from import_findings where import_id = ${importId} group by kind order by kind
  `.execute(tx);
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
}

async function dryRunOf(tx: Tx, current: StoredImport): Promise<StoredDryRun> {
  const { rows } = await sql<{ line: number; problems: Omit<RejectedLine, "line">[] }>`
    select line, problems from import_rejects where import_id = ${current.id} order by line limit ${mostSamples}
  `.execute(tx);
  return {
    created: current.rows_created,
    updated: current.rows_updated,
    unchanged: current.rows_unchanged,
    rejected: current.rows_rejected,
    rejects: rows.flatMap(({ line, problems }) => problems.map((problem) => ({ line, ...problem }))),
    changes: current.dry_run?.changes ?? [],
    findings: await countFindings(tx, current.id),
  };
}

import type { Import, ImportDetail } from "@perennial/contract";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { problem } from "../kernel/errors.ts";
import type { StoredImport } from "./imports.sql.ts";
import { targetName } from "./mapping/import-plan.ts";
import { type FindingKind, findingTitles } from "./objects/import-object.ts";
import { whyNoUndo } from "./objects/import-objects.ts";
import { planStored } from "./running/plan-stored.ts";
import { isStalled, stalledMs } from "./start-import.ts";

/** An import as the API shows it in lists. */
export function presentImport(app: App, stored: StoredImport, isQueueBusy = false): Import {
  const { inspection, dry_run } = stored;
  return {
    id: stored.id,
    object: stored.object,
    source: stored.source,
    fileName: stored.file_name,
    fileBytes: Number(stored.file_bytes),
    status: stored.status,
    map: stored.map,
    createdByName: stored.created_by_name,
    createdAt: stored.created_at,
    startedAt: stored.started_at,
    finishedAt: stored.finished_at,
    isStalled: !isQueueBusy && isStalled(stored, app.clock.now()),
    rows: inspection.rows,
    lines: {
      total: inspection.lines.total,
      read: stored.lines_accepted + stored.lines_rejected,
      accepted: stored.lines_accepted,
      rejected: stored.lines_rejected,
    },
    counts: {
      created: stored.rows_created,
      updated: stored.rows_updated,
      unchanged: stored.rows_unchanged,
      rejected: stored.rows_rejected,
    },
    findings: titled(stored.finding_counts ?? {}),
    dryRun:
      dry_run && stored.status !== "checking" ? { ...dry_run, findings: titled(dry_run.findings) } : null,
    undo: stored.undo_report,
    cannotUndo: whyNoUndo(stored.object),
    error: stored.error,
  } as Import;
}

const titled = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts).map(([kind, count]) => ({
    kind,
    title: findingTitles[kind as FindingKind] ?? kind,
    count,
  }));

/** Whether an import of the queue moves: others then wait for it, and have not stalled. */
export async function isQueueBusy(app: App): Promise<boolean> {
  const since = app.clock.now().subtract({ milliseconds: stalledMs }).toString();
  const { rows } = await sql`
    select 1 from imports
     where status in ('checking', 'running', 'undoing') and origin = 'web' and touched_at > ${since}::timestamptz limit 1
  `.execute(app.db);
  return rows.length > 0;
}

/** An import with how its columns are understood. */
export async function presentDetail(app: App, stored: StoredImport): Promise<ImportDetail> {
  const { columns, firstRows, encoding, separator } = stored.inspection;
  const { plan, questions, problems } = await planStored(app, app.db, stored);
  const planned = new Map(plan.columns.map((column) => [column.column, column]));
  return {
    ...presentImport(app, stored, await isQueueBusy(app)),
    columns: columns.map(({ name, type, filled, empty, examples }) => {
      const found = planned.get(name);
      const target = found ? targetName(found.target) : null;
      return { column: name, target, by: found?.by ?? null, type, filled, empty, examples };
    }),
    firstRows,
    encoding,
    separator,
    questions,
    problems: [
      ...problems,
      ...questions.map(({ column, answer, choices, text }) => ({
        path: answer,
        message: `${column}: ${text} Say so with "${answer}" in the map: ${choices.join(" or ")}.`,
      })),
    ],
  };
}

/** @throws Problem `invalid-input` while something only a person can decide is open */
export function assertAnswered(detail: ImportDetail): void {
  if (detail.problems.length === 0) return;
  throw problem("invalid-input", detail.problems.map(({ message }) => message).join("; "), {
    fields: detail.problems,
  });
}

import type { ImportMap } from "@perennial/contract";
import { sql } from "kysely";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import type { Inspection } from "./reading/inspect-file.ts";

/** What is kept of a file's inspection; how it is written is found out again when it is read again. */
export type StoredInspection = Omit<Inspection, "dialect"> & { encoding: string; separator: string };

export type ImportStatus =
  | "draft"
  | "checking"
  | "running"
  | "done"
  | "cancelled"
  | "failed"
  | "undoing"
  | "undone";

export type StoredImport = {
  id: string;
  object: string;
  source: string;
  file_name: string;
  file_bytes: number;
  file_sha256: string;
  status: ImportStatus;
  origin: "web" | "command-line";
  map: ImportMap;
  inspection: StoredInspection;
  permissions: string[];
  created_by_id: string;
  created_by_name: string;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  touched_at: string;
  is_cancel_requested: boolean;
  next_line: number;
  lines_accepted: number;
  lines_rejected: number;
  rows_created: number;
  rows_updated: number;
  rows_unchanged: number;
  rows_rejected: number;
  dry_run: StoredDryRun | null;
  finding_counts: Record<string, number> | null;
  undo_report: UndoReport | null;
  error: string | null;
};

export type RejectedLine = { line: number; column: string; value: string; reason: string };
export type SampleChange = { line: number; record: string; field: string; old: unknown; new: unknown };
export type StoredDryRun = {
  created: number;
  updated: number;
  unchanged: number;
  rejected: number;
  rejects: RejectedLine[];
  changes: SampleChange[];
  findings: Record<string, number>;
};
export type UndoReport = { archived: number; restored: number; kept: number; cannot: string[] };

/**
 * Reads one import.
 * @param lock holds it against every other change until the transaction ends
 * @throws Problem `not-found`
 */
export async function readImport(db: Db | Tx, id: string, lock?: "for update"): Promise<StoredImport> {
  const locking = lock ? sql` for update` : sql``;
  const { rows } = await sql<StoredImport>`select * from imports where id = ${id}${locking}`.execute(db);
  if (rows[0]) return rows[0];
  throw problem("not-found", `There is no import with the id ${id}.`);
}

/** Changes columns of one import. */
export async function changeImport(
  db: Db | Tx,
  id: string,
  values: Partial<Omit<StoredImport, "id">>,
): Promise<void> {
  const json = new Set(["map", "inspection", "dry_run", "finding_counts", "undo_report"]);
  const assignments = Object.entries(values).map(
    ([column, value]) =>
      sql`${sql.id(column)} = ${json.has(column) && value !== null ? JSON.stringify(value) : value}`,
  );
  await sql`update imports set ${sql.join(assignments)} where id = ${id}`.execute(db);
}

/** The counters of an import that has read nothing. */
export const noProgress = {
  next_line: 1,
  lines_accepted: 0,
  lines_rejected: 0,
  rows_created: 0,
  rows_updated: 0,
  rows_unchanged: 0,
  rows_rejected: 0,
} as const;

/** Forgets what an import's rows became: of a dry run, and before a fresh start. */
export async function forgetRows(db: Db | Tx, id: string): Promise<void> {
  await sql`delete from import_rows where import_id = ${id}`.execute(db);
  await sql`delete from import_rejects where import_id = ${id}`.execute(db);
  await sql`delete from import_findings where import_id = ${id}`.execute(db);
}

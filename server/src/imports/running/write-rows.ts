import { inSavepoint } from "../../kernel/command.ts";
import { isTransient } from "../../kernel/database/transient.ts";
import { Problem } from "../../kernel/errors.ts";
import type { Batch, ImportObjectDefinition, RowOutcome, SoundRow } from "../objects/import-object.ts";

/**
 * Writes rows in one go, and where that fails, in halves, until the rows that fail stand alone: they are refused with
 * the reason, all others are written.
 */
export async function writeRows(
  batch: Batch,
  definition: ImportObjectDefinition,
  rows: readonly SoundRow[],
): Promise<RowOutcome[]> {
  if (rows.length === 0) return [];
  try {
    return await inSavepoint(batch.tx, () => definition.write(batch, rows));
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    if (rows.length === 1) return [{ status: "rejected", problems: reason }];
    const half = Math.ceil(rows.length / 2);
    return [
      ...(await writeRows(batch, definition, rows.slice(0, half))),
      ...(await writeRows(batch, definition, rows.slice(half))),
    ];
  }
}

/** What the error says against a row; undefined where it says nothing about rows and the import cannot go on. */
function reasonOf(error: unknown): { path: string; message: string }[] | undefined {
  if (isTransient(error)) return undefined;
  if (error instanceof Problem) {
    if (["forbidden", "unauthenticated", "internal", "unavailable"].includes(error.code)) return undefined;
    return error.fields.length > 0 ? [...error.fields] : [{ path: "", message: error.message }];
  }
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  // Data exceptions and broken constraints of PostgreSQL.
  if (!/^2[23]/.test(code)) return undefined;
  return [{ path: "", message: `cannot be stored: ${(error as Error).message}` }];
}

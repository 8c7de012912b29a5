import type { ImportMap } from "@perennial/contract";
import type { TestApp } from "../../../test/app.ts";
import { createImport } from "../create-import.ts";
import { changeImport, type StoredImport } from "../imports.sql.ts";
import { type RunOptions, runImport } from "../running/run-import.ts";

/** A text as the stream of a file. */
export async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

/** Imports a text as a file of `object`, or tries it, and answers what became of it. */
export async function importText(
  t: TestApp,
  object: string,
  text: string | AsyncIterable<Uint8Array>,
  options: { map?: ImportMap; source?: string; isDryRun?: boolean } & RunOptions = {},
): Promise<StoredImport> {
  const { map = {}, source = "app", isDryRun = false, ...run } = options;
  const bytes = typeof text === "string" ? bytesOf(text) : text;
  const given = { object, fileName: `${object}.csv`, source, origin: "command-line" as const, map, bytes };
  const stored = await createImport(t.app, await t.ctx(), given);
  await changeImport(t.db, stored.id, { status: isDryRun ? "checking" : "running" });
  return runImport(t.app, stored.id, run);
}

/** `[created, updated, unchanged, rejected]`. */
export function countsOf(stored: StoredImport): number[] {
  return [stored.rows_created, stored.rows_updated, stored.rows_unchanged, stored.rows_rejected];
}

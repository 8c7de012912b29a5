import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type ImportMap, importMap } from "@perennial/contract";
import { sql } from "kysely";
import { z } from "zod";
import { type App, systemContext } from "../kernel/app.ts";
import type { CommandLine } from "../kernel/command-line.ts";
import type { Context } from "../kernel/context.ts";
import { problem } from "../kernel/errors.ts";
import { createImport } from "./create-import.ts";
import { dropFile } from "./files/import-files.ts";
import { changeImport, type StoredImport } from "./imports.sql.ts";
import { type FindingKind, findingTitles } from "./objects/import-object.ts";
import { assertAnswered, presentDetail } from "./present-import.ts";
import { rejectsCsv } from "./rejects-file.ts";
import { runImport } from "./running/run-import.ts";

/** Rows were rejected; the others are imported. */
export const EXIT_REJECTED = 3;

type Print = (line: string) => void;
type Wanted = {
  object: string;
  file: string;
  map: ImportMap;
  source: string;
  isDryRun: boolean;
  rejects: string | undefined;
};

export const importCommandLine: CommandLine = {
  name: "import",
  usage: "OBJECT FILE [--map MAP.json] [--source NAME] [--dry-run] [--rejects FILE]",
  summary: "Imports a CSV file: accounts, subscriptions, events … Exit code 3 when rows were rejected.",
  options: {
    map: { type: "string" },
    source: { type: "string" },
    "dry-run": { type: "boolean" },
    rejects: { type: "string" },
  },
  positionals: { min: 2, max: 2 },
  async run({ positionals: [object = "", file = ""], values, withApp, print }) {
    const map = typeof values.map === "string" ? await readMap(values.map) : {};
    const wanted: Wanted = {
      object,
      file,
      map,
      source: typeof values.source === "string" ? values.source : "app",
      isDryRun: values["dry-run"] === true,
      rejects: typeof values.rejects === "string" ? values.rejects : undefined,
    };
    await assertReadable(file);
    return withApp((app) => importFile(app, wanted, print));
  },
};

/** @throws Problem `invalid-input` with what is wrong in the map */
async function readMap(path: string): Promise<ImportMap> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    throw problem("invalid-input", `The map ${path} cannot be read: ${(error as Error).message}.`);
  }
  const parsed = importMap.safeParse(json);
  if (parsed.success) return parsed.data;
  throw problem("invalid-input", `The map ${path} is not right:\n${z.prettifyError(parsed.error)}`);
}

async function assertReadable(file: string): Promise<void> {
  try {
    for await (const _ of createReadStream(file, { end: 0 })) break;
  } catch (error) {
    throw problem("invalid-input", `The file ${file} cannot be read: ${(error as Error).message}.`);
  }
}

async function importFile(app: App, wanted: Wanted, print: Print): Promise<number> {
  const ctx = await systemContext(app, "command line");
  const stored = await draftOrUnfinished(app, ctx, wanted, print);
  const detail = await presentDetail(app, stored);
  if (!wanted.map.columns || wanted.isDryRun) printColumns(detail.columns, print);
  try {
    assertAnswered(detail);
    const ended = await runToEnd(app, stored, wanted.isDryRun, print);
    return await report(app, ended, wanted, print);
  } catch (error) {
    await app.db.deleteFrom("imports").where("id", "=", stored.id).where("status", "=", "draft").execute();
    throw error;
  } finally {
    const { rows } = await sql`select 1 from imports where id = ${stored.id} and status = 'running'`.execute(
      app.db,
    );
    if (rows.length === 0) await dropFile(app, stored.id);
  }
}

/** The same file with the same map, begun before and killed, goes on where it was. */
async function draftOrUnfinished(
  app: App,
  ctx: Context,
  wanted: Wanted,
  print: Print,
): Promise<StoredImport> {
  if (!wanted.isDryRun) {
    const sha256 = await hashOf(wanted.file);
    const { rows } = await sql<StoredImport>`
      select * from imports
       where origin = 'command-line' and status = 'running' and object = ${wanted.object} and source = ${wanted.source}
         and file_sha256 = ${sha256} and map = ${JSON.stringify(wanted.map)}::jsonb
       order by id desc limit 1
    `.execute(app.db);
    if (rows[0]) {
      print(`going on with the import of ${rows[0].created_at} at line ${rows[0].next_line}`);
      return rows[0];
    }
  }
  return createImport(app, ctx, {
    object: wanted.object,
    fileName: basename(wanted.file),
    source: wanted.source,
    origin: "command-line",
    map: wanted.map,
    bytes: createReadStream(wanted.file, { highWaterMark: 256 * 1024 }),
  });
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}

function printColumns(
  columns: readonly { column: string; target: string | null; by: string | null }[],
  print: Print,
): void {
  const how = { map: "", name: " (same name)", synonym: " (guessed)", rest: " (new)" } as const;
  const width = Math.max(...columns.map(({ column }) => column.length));
  print("columns:");
  for (const { column, target, by } of columns) {
    const note = by === null ? "" : how[by as keyof typeof how];
    print(`  ${column.padEnd(width)}  ${target === null ? "left out" : `→ ${target}${note}`}`);
  }
}

const progressLines = 20_000;

async function runToEnd(
  app: App,
  stored: StoredImport,
  isDryRun: boolean,
  print: Print,
): Promise<StoredImport> {
  const at = app.clock.now().toString();
  if (stored.status === "draft") {
    await changeImport(app.db, stored.id, {
      status: isDryRun ? "checking" : "running",
      started_at: at,
      touched_at: at,
    });
  }
  let shown = stored.next_line;
  return runImport(app, stored.id, {
    onProgress: ({ next_line }) => {
      if (next_line - shown < progressLines) return;
      shown = next_line;
      print(
        `  ${(next_line - 1).toLocaleString("en")} of ${stored.inspection.lines.total.toLocaleString("en")} lines`,
      );
    },
  });
}

async function report(app: App, ended: StoredImport, wanted: Wanted, print: Print): Promise<number> {
  if (ended.status === "failed") throw problem("internal", `The import failed: ${ended.error}`);
  const dry = wanted.isDryRun ? ended.dry_run : null;
  const counts = dry ?? {
    created: ended.rows_created,
    updated: ended.rows_updated,
    unchanged: ended.rows_unchanged,
    rejected: ended.rows_rejected,
  };
  for (const { line, record, field, old, new: now } of (dry?.changes ?? []).slice(0, 20)) {
    print(`  line ${line} ${record}: ${field} ${JSON.stringify(old)} → ${JSON.stringify(now)}`);
  }
  if (counts.rejected > 0) await printRejects(app, ended, dry, print);
  await printFindings(app, ended, dry?.findings ?? ended.finding_counts ?? {}, print);
  if (wanted.rejects !== undefined && !wanted.isDryRun) {
    await pipeline(Readable.from(rejectsCsv(app.db, ended)), createWriteStream(wanted.rejects));
    print(`rejected rows to repair: ${wanted.rejects}`);
  }
  if (!wanted.isDryRun) {
    const total = ended.lines_accepted + ended.lines_rejected;
    print(`lines: ${total} read, ${ended.lines_accepted} accepted, ${ended.lines_rejected} rejected`);
  }
  const { created, updated, unchanged, rejected } = counts;
  const words = `imported ${created} created, ${updated} updated, ${unchanged} unchanged, ${rejected} rejected`;
  if (wanted.isDryRun) {
    await app.db.deleteFrom("imports").where("id", "=", ended.id).execute();
    print(`dry run, nothing was written; would have ${words}`);
  } else print(words);
  return rejected > 0 ? EXIT_REJECTED : 0;
}

const shownRejects = 20;

async function printRejects(
  app: App,
  ended: StoredImport,
  dry: StoredImport["dry_run"],
  print: Print,
): Promise<void> {
  const { rows } = await sql<{ line: number; problems: { column: string; value: string; reason: string }[] }>`
    select line, problems from import_rejects where import_id = ${ended.id} order by line limit ${shownRejects}
  `.execute(app.db);
  const rejects =
    dry?.rejects ?? rows.flatMap(({ line, problems }) => problems.map((each) => ({ line, ...each })));
  for (const { line, column, value, reason } of rejects.slice(0, shownRejects)) {
    const where = column === "" ? "" : `, ${column}`;
    print(`  line ${line}${where}: ${value === "" ? "" : `“${value.slice(0, 80)}” `}${reason}`);
  }
  const rest = (dry?.rejected ?? ended.rows_rejected) - Math.min(shownRejects, rejects.length);
  if (rest > 0) print(`  … and ${rest} more rejected rows`);
}

async function printFindings(
  app: App,
  ended: StoredImport,
  counts: Readonly<Record<string, number>>,
  print: Print,
): Promise<void> {
  for (const [kind, count] of Object.entries(counts)) {
    print(`contradictory: ${count} ${findingTitles[kind as FindingKind] ?? kind}`);
    const { rows } = await sql<{ line: number | null; message: string }>`
      select line, message from import_findings
       where import_id = ${ended.id} and kind = ${kind} order by line nulls last limit 3
    `.execute(app.db);
    for (const { line, message } of rows) print(`  ${line === null ? "" : `line ${line}: `}${message}`);
  }
}

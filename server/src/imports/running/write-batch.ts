import { createHash } from "node:crypto";
import { sql } from "kysely";
import { convertRow } from "../mapping/convert-row.ts";
import { type ColumnPlan, targetName } from "../mapping/import-plan.ts";
import type { Batch, Finding, RowOutcome, RowRefusal, SoundRow } from "../objects/import-object.ts";
import type { BrokenLines, FileRow } from "../reading/read-file.ts";
import type { BrokenReason } from "../reading/record-splitter.ts";
import { fromSafeCell } from "../rejects-file.ts";
import type { PreparedImport } from "./plan-stored.ts";
import { writeRows } from "./write-rows.ts";

export type Reject = {
  line: number;
  lines: number;
  problems: { column: string; value: string; reason: string }[];
  values: string[] | null;
  text: string | null;
};

/** What became of a batch of lines. */
export type BatchResult = {
  created: number;
  updated: number;
  unchanged: number;
  rejects: Reject[];
  findings: Finding[];
  /** Rows that were taken, with the line each stands on. */
  taken: { row: SoundRow; outcome: Exclude<RowOutcome, { status: "rejected" }> }[];
};

type Read = { file: FileRow; row: SoundRow };

/**
 * Converts, tells apart, writes and reviews the rows of one batch.
 * @param remembers whether the rows' keys are kept, so that a key that comes again is found in a later batch too
 */
export async function writeBatch(
  batch: Batch,
  prepared: PreparedImport,
  importId: string,
  rows: readonly FileRow[],
  isDryRun: boolean,
): Promise<BatchResult> {
  const result: BatchResult = { created: 0, updated: 0, unchanged: 0, rejects: [], findings: [], taken: [] };
  const sound: Read[] = [];
  for (const file of rows) {
    const values = prepared.isRepair ? file.values.map(fromSafeCell) : file.values;
    const { fields, others, problems } = convertRow(prepared.plan, values, batch.ctx.timeZone);
    if (problems.length === 0) sound.push({ file, row: { line: file.line, fields, others } });
    else
      result.rejects.push({
        ...file,
        problems: problems.map(({ column, value, reason }) => ({ column, value, reason })),
        text: null,
      });
  }
  const isDry = isDryRun && prepared.missingTraits.length > 0;
  await writeDistinct(batch, prepared, importId, sound, result, isDry, isDryRun);
  const { review } = prepared.definition;
  if (review && result.taken.length > 0) {
    const reviewed = result.taken.map(({ row, outcome }) => ({
      row,
      accountId: outcome.accountId ?? null,
      objectId: outcome.objectId ?? null,
    }));
    result.findings.push(...(await review(batch, reviewed)));
  }
  return result;
}

/** Rows of one key are one record: the first is written, the same again is nothing new, a different one collides. */
async function writeDistinct(
  batch: Batch,
  prepared: PreparedImport,
  importId: string,
  sound: readonly Read[],
  result: BatchResult,
  leavesNewTraits: boolean,
  isDryRun: boolean,
): Promise<void> {
  const { definition } = prepared;
  const tellsApart = isDryRun || definition.findsCollisions !== true;
  const keys = new Map(sound.map((read) => [read, tellsApart ? definition.keyOf(read.row) : undefined]));
  const known = await knownRows(
    batch,
    importId,
    [...keys.values()].flatMap((key) => key ?? []),
  );
  let waiting = [...sound];
  while (waiting.length > 0) {
    const now: Read[] = [];
    const later: Read[] = [];
    const seen = new Set<string>();
    for (const read of waiting) {
      const key = keys.get(read);
      const before = key === undefined ? undefined : known.get(key);
      if (before) takeRepeated(read, key ?? "", before, result);
      else if (key !== undefined && seen.has(key)) later.push(read);
      else {
        if (key !== undefined) seen.add(key);
        now.push(read);
      }
    }
    const outcomes = await writeLeaving(batch, prepared, now, leavesNewTraits);
    const fresh: { key: string; line: number; content: string; outcome: RowOutcome }[] = [];
    now.forEach((read, index) => {
      const outcome = outcomes[index] ?? { status: "unchanged" };
      count(read, outcome, prepared, result);
      const key = keys.get(read);
      if (key === undefined || outcome.status === "rejected") return;
      known.set(key, { line: read.row.line, content: contentOf(read.row) });
      fresh.push({ key, line: read.row.line, content: contentOf(read.row), outcome });
    });
    if (!isDryRun) await rememberRows(batch, importId, fresh);
    waiting = later;
  }
}

function takeRepeated(read: Read, key: string, before: Known, result: BatchResult): void {
  if (before.content === contentOf(read.row)) {
    result.unchanged += 1;
    return;
  }
  const name = key.startsWith("row:") ? "this record" : `“${key}”`;
  const reason = `${name} stands on line ${before.line} already, with different content`;
  result.rejects.push({
    ...read.file,
    problems: [{ column: "", value: key.startsWith("row:") ? "" : key, reason }],
    text: null,
  });
  result.findings.push({ kind: "colliding-ids", line: read.row.line, accountId: null, message: reason });
}

/** In a dry run, traits that are yet to be made are left away, and count as changes where they have a value. */
async function writeLeaving(
  batch: Batch,
  prepared: PreparedImport,
  reads: readonly Read[],
  leavesNewTraits: boolean,
): Promise<RowOutcome[]> {
  if (!leavesNewTraits)
    return writeRows(
      batch,
      prepared.definition,
      reads.map(({ row }) => row),
    );
  const missing = new Set(prepared.missingTraits.map(({ slug }) => slug));
  const shown = reads.map(({ row }) => ({
    ...row,
    others: Object.fromEntries(Object.entries(row.others).filter(([slug]) => !missing.has(slug))),
  }));
  const outcomes = await writeRows(batch, prepared.definition, shown);
  return outcomes.map((outcome, index): RowOutcome => {
    const others = reads[index]?.row.others ?? {};
    const brings = Object.entries(others).some(([slug, cell]) => missing.has(slug) && cell !== null);
    return outcome.status === "unchanged" && brings ? { ...outcome, status: "updated" } : outcome;
  });
}

function count(read: Read, outcome: RowOutcome, prepared: PreparedImport, result: BatchResult): void {
  if (outcome.status !== "rejected") {
    result[outcome.status] += 1;
    result.taken.push({ row: read.row, outcome });
    return;
  }
  const problems = outcome.problems.map((refusal) =>
    toColumn(refusal, prepared.plan.columns, read.file.values),
  );
  result.rejects.push({ ...read.file, problems, text: null });
  if (outcome.finding === "colliding-ids") {
    const [first] = problems;
    const message = `${first?.value ?? ""} ${first?.reason ?? ""}`.trim();
    result.findings.push({ kind: "colliding-ids", line: read.row.line, accountId: null, message });
  }
}

/** The column of the file that a refusal speaks of, with what stands there. */
function toColumn(
  { path, message }: RowRefusal,
  columns: readonly ColumnPlan[],
  values: readonly string[],
): Reject["problems"][number] {
  const wanted = path
    .replace(/^trait:/, "")
    .replace(/^keyRole:/, "keyRole.")
    .replace(/Id$|Months$/, "");
  const named = (test: (name: string) => boolean) =>
    columns.find(({ target }) => targetName(target) !== "" && test(targetName(target)));
  const found =
    named((name) => name === path || name === wanted) ??
    (wanted === "" ? undefined : named((name) => name.startsWith(`${wanted}.`)));
  return {
    column: found?.column ?? "",
    value: found ? (values[found.at] ?? "") : "",
    reason: found || path === "" ? message : `${path}: ${message}`,
  };
}

const contentOf = (row: SoundRow): string =>
  createHash("sha256")
    .update(JSON.stringify([row.fields, row.others]))
    .digest("hex")
    .slice(0, 32);

type Known = { line: number; content: string };

async function knownRows(
  { tx }: Batch,
  importId: string,
  keys: readonly string[],
): Promise<Map<string, Known>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<Known & { key: string }>`
    select key, line, content from import_rows where import_id = ${importId} and key = any(${[...new Set(keys)]}::text[])
  `.execute(tx);
  return new Map(rows.map(({ key, line, content }) => [key, { line, content }]));
}

async function rememberRows(
  { tx }: Batch,
  importId: string,
  fresh: readonly { key: string; line: number; content: string; outcome: RowOutcome }[],
): Promise<void> {
  if (fresh.length === 0) return;
  const rows = fresh.map(({ key, line, content, outcome }) => ({
    key,
    line,
    content,
    outcome: outcome.status,
    object_id: outcome.status === "rejected" ? null : (outcome.objectId ?? null),
    account_id: outcome.status === "rejected" ? null : (outcome.accountId ?? null),
  }));
  await storeRows(tx, importId, rows);
}

/** Keeps what rows became. */
export async function storeRows(
  tx: Batch["tx"],
  importId: string,
  rows: readonly {
    key: string;
    line: number;
    content: string;
    outcome: string;
    object_id: string | null;
    account_id: string | null;
  }[],
): Promise<void> {
  await sql`
    insert into import_rows (import_id, key, line, content, outcome, object_id, account_id)
    select ${importId}, r.key, r.line, r.content, r.outcome, r.object_id, r.account_id
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r (key text, line int, content text, outcome text, object_id uuid, account_id uuid)
    on conflict (import_id, key) do nothing
  `.execute(tx);
}

/** The keys of a dry run's rows, which are kept although what they wrote is not. */
export function dryRows(prepared: PreparedImport, taken: BatchResult["taken"]) {
  return taken.flatMap(({ row, outcome }) => {
    const key = prepared.definition.keyOf(row);
    if (key === undefined) return [];
    return [
      {
        key,
        line: row.line,
        content: contentOf(row),
        outcome: outcome.status,
        object_id: null,
        account_id: null,
      },
    ];
  });
}

const reasons: Record<BrokenReason, string> = {
  undecodable: "has bytes that are no text in the file's encoding",
  nul: "has a NUL character",
  "line-too-long": "is longer than 1 MB",
  "quote-not-closed": "has a quote that is not closed",
  "text-after-quote": "has text behind a closing quote",
  "stray-quote": "has a quote inside an unquoted cell",
  "too-few-columns": "has too few columns",
  "too-many-columns": "has too many columns",
  "left-over": "is a piece of a broken row before it",
  unparsable: "cannot be taken apart into cells",
  "no-header": "stands in a file without a readable header",
};

/** Lines that are no row, as a reject. */
export function brokenReject({ line, lines, text, reason, columns }: BrokenLines): Reject {
  const count = columns === undefined ? "" : ` (${columns})`;
  return {
    line,
    lines,
    problems: [{ column: "", value: "", reason: `${reasons[reason] ?? reason}${count}` }],
    values: null,
    text: text.slice(0, 20_000),
  };
}

import { type ColumnProfile, ColumnProfiler } from "./column-profile.ts";
import { type ByteSource, type Dialect, detectDialect } from "./dialect.ts";
import { type LineTally, noLines, tallyLines } from "./line-tally.ts";
import { type BrokenLines, readFile } from "./read-file.ts";
import type { BrokenReason } from "./record-splitter.ts";

/** What is known of a file before anything of it is imported. */
export type Inspection = {
  dialect: Dialect;
  columns: ColumnProfile[];
  rows: number;
  lines: LineTally;
  /** The first rows, for a preview. */
  firstRows: string[][];
  /** How many lines could not be read, by reason, and the first of them. */
  brokenCounts: Partial<Record<BrokenReason, number>>;
  firstBroken: BrokenLines[];
};

const previewRows = 20;

/** Reads a whole file once, in constant memory, to learn how it is written and what its columns hold. */
export async function inspectFile(source: ByteSource): Promise<Inspection> {
  const dialect = await detectDialect(source);
  const profilers = dialect.columns.map((name) => new ColumnProfiler(name));
  let lines = noLines;
  let rows = 0;
  const firstRows: string[][] = [];
  const brokenCounts: Inspection["brokenCounts"] = {};
  const firstBroken: BrokenLines[] = [];
  for await (const batch of readFile(source, dialect)) {
    for (const outcome of batch) {
      const isAccepted = outcome.kind !== "broken";
      lines = tallyLines(lines, { lines: outcome.lines, isAccepted, isEmpty: outcome.kind === "empty" });
      if (outcome.kind === "broken") {
        brokenCounts[outcome.reason] = (brokenCounts[outcome.reason] ?? 0) + outcome.lines;
        if (firstBroken.length < previewRows) firstBroken.push(outcome);
      }
      if (outcome.kind !== "row") continue;
      rows += 1;
      if (firstRows.length < previewRows) firstRows.push(outcome.values);
      for (const [at, profiler] of profilers.entries()) profiler.observe(outcome.values[at] ?? "");
    }
  }
  const columns = profilers.map((profiler) => profiler.finish());
  return { dialect, columns, rows, lines, firstRows, brokenCounts, firstBroken };
}

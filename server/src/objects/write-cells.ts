import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { type RecordInput, type RowResult, type Written, writeRecords } from "./write-records.ts";

type FieldProblem = { path: string; message: string };
type CellsWritten = Written & {
  /** By row, the values that were not taken and why; the row's result tells of the others. */
  refused: FieldProblem[][];
};

/** Writes rows, each as a whole or not at all. */
export async function writeWholeRows(...given: Parameters<typeof writeRecords>): Promise<CellsWritten> {
  const written = await writeRecords(...given);
  const refused = written.results.map((row) => (row.status === "rejected" ? row.problems : []));
  return { ...written, refused };
}

/**
 * Writes of each row what can be taken, as of a block pasted from a spreadsheet: a value with a problem is left away and
 * the rest of its row is written. A row is rejected only when nothing of it is left, or when it is no record at all.
 */
export async function writeCells(
  app: App,
  tx: Tx,
  ctx: Context,
  object: string,
  inputs: readonly RecordInput[],
): Promise<CellsWritten> {
  const all: CellsWritten = { results: [], changes: [], events: [], refused: inputs.map(() => []) };
  let waiting = inputs.map((input, row) => ({ input, row }));
  // Ends: each turn takes at least one value from every row that goes into the next.
  while (waiting.length > 0) {
    const written = await writeRecords(
      app,
      tx,
      ctx,
      object,
      waiting.map(({ input }) => input),
    );
    all.changes = [...all.changes, ...written.changes];
    all.events = [...all.events, ...written.events];
    waiting = waiting.flatMap(({ input, row }, at) => {
      const result = written.results[at] as RowResult;
      all.results[row] = result;
      if (result.status !== "rejected") return [];
      all.refused[row]?.push(...result.problems);
      const rest = withoutValues(
        input,
        result.problems.map(({ path }) => path),
      );
      return rest ? [{ input: rest, row }] : [];
    });
  }
  return all;
}

/** Undefined when none of the paths is a value of the row, or no value is left. */
function withoutValues(input: RecordInput, paths: readonly string[]): RecordInput | undefined {
  const keep = (all: Readonly<Record<string, unknown>> = {}) =>
    Object.fromEntries(Object.entries(all).filter(([slug]) => !paths.includes(slug)));
  const [values, extras] = [keep(input.values), keep(input.extras)];
  const count = (one: object = {}) => Object.keys(one).length;
  const left = count(values) + count(extras);
  const isLess = left < count(input.values) + count(input.extras);
  return isLess && left > 0 ? { ...input, values, extras } : undefined;
}

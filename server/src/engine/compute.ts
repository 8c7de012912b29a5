import { sql } from "kysely";
import type { Tx } from "../kernel/db.ts";
import { selectOfExpressions } from "./expressions.sql.ts";
import type { Level } from "./graph.ts";
import type { ComputeEnvironment, Difference, ExpressionNode, Outcome } from "./node.ts";
import { writeDiffering } from "./write-differing.ts";

/**
 * Brings the derived values of these accounts up to date, set-wise, and writes only what differs: a statement for each
 * source, and one for all expressions over them, level upon level. The accounts' derived rows must be locked by this
 * transaction. Each statement sees what was committed before it.
 * @returns the differences of tracked columns, and what nodes wrote beside the accounts
 */
export async function computeAccounts(
  tx: Tx,
  environment: ComputeEnvironment,
  levels: readonly Level[],
  accountIds: readonly string[],
): Promise<{ differences: Difference[]; beside: Outcome[] }> {
  const scope = sql`any(${`{${accountIds.join(",")}}`}::uuid[])`;
  const found: Difference[][] = [];
  const beside: Outcome[] = [];
  let waiting: ExpressionNode[][] = [];
  const writeWaiting = async () => {
    for (const group of statementsOf(waiting)) {
      const columns = group.flat().flatMap((node) => [...node.columns]);
      const next = selectOfExpressions(environment, group, scope);
      found.push(await writeDiffering(tx, environment, columns, next, scope));
    }
    waiting = [];
  };
  for (const level of levels) {
    const sources = level.filter((node) => node.kind === "source");
    if (sources.some((node) => node.reads.length > 0)) await writeWaiting();
    for (const node of sources) {
      const next = await node.select({ ...environment, tx, scope });
      found.push(await writeDiffering(tx, environment, node.columns, next, scope));
    }
    const keeping = level.filter((node) => node.kind === "keeping");
    if (keeping.length > 0) await writeWaiting();
    for (const node of keeping) beside.push(await node.keep({ ...environment, tx, accountIds }));
    const expressions = level.filter((node) => node.kind === "expression");
    if (expressions.length > 0) waiting.push(expressions);
  }
  await writeWaiting();
  return { differences: found.flat(), beside };
}

/** PostgreSQL's rows hold at most 1,664 columns; a statement names each four times. */
const mostColumns = 300;

/** Levels of expressions that one statement can hold, in order; where they are too wide, several statements. */
function statementsOf(levels: readonly (readonly ExpressionNode[])[]): ExpressionNode[][][] {
  const statements: ExpressionNode[][][] = [];
  let width = mostColumns;
  for (const level of levels) {
    let isBegun = false;
    for (const node of level) {
      if (width + node.columns.length > mostColumns) {
        statements.push([]);
        width = 0;
        isBegun = false;
      }
      const statement = statements.at(-1);
      if (!isBegun) statement?.push([]);
      isBegun = true;
      statement?.at(-1)?.push(node);
      width += node.columns.length;
    }
  }
  return statements;
}

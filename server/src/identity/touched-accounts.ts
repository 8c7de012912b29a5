import { sql } from "kysely";
import type { Tx } from "../kernel/db.ts";
import type { Mergeable } from "./hanging-of.ts";
import type { MergeStep } from "./merge-step.ts";

/** The accounts whose figures a merge changes, and those among them whose events it moved. */
export async function touchedAccounts(
  tx: Tx,
  object: Mergeable,
  step: MergeStep,
): Promise<{ all: string[]; withEvents: string[] }> {
  if (object === "account") {
    const both = [step.mergedId, step.survivorId];
    return { all: both, withEvents: both };
  }
  const { rows } = await sql<{ account_id: string; has_events: boolean }>`
    select (key ->> 'account_id')::uuid as account_id, bool_or(table_name = 'events') as has_events
      from merge_rows where merge_id = ${step.mergeId} and key ? 'account_id' group by 1
  `.execute(tx);
  return {
    all: rows.map((row) => row.account_id),
    withEvents: rows.flatMap((row) => (row.has_events ? [row.account_id] : [])),
  };
}

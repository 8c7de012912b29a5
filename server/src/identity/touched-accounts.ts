import { type RawBuilder, sql } from "kysely";
import type { Tx } from "../kernel/db.ts";
import type { HangingTables, Mergeable } from "./hanging-of.ts";
import { atSurvivor, type Hanging, type MergeStep, tableOf } from "./merge-step.ts";

/** Ids in other systems name no account where the record lies below none. */
type Touched = { account_id: string | null; has_events: boolean };

/**
 * The accounts whose figures a merge changes, and those among them whose events it moved. Asked while what moved is with the
 * survivor: after a merge, before it is undone.
 */
export async function touchedAccounts(
  tx: Tx,
  object: Mergeable,
  step: MergeStep,
  tables: HangingTables,
): Promise<{ all: string[]; withEvents: string[] }> {
  const both = object === "account" ? [step.mergedId, step.survivorId] : [];
  const asked = tables.move.filter((table) => object === "contact" || table.isReference);
  const selects = [...asked, ...(object === "contact" ? tables.combine : [])].flatMap((table) => {
    const account = accountOf(table);
    if (account === undefined) return [];
    return sql<Touched>`
      select distinct ${account} as account_id, ${sql.lit(table.table === "events")} as has_events
        from ${tableOf(table)} r, merge_rows j where ${atSurvivor(step, table)}`;
  });
  const { rows } =
    selects.length === 0 ? { rows: [] } : await sql<Touched>`${sql.join(selects, sql` union `)}`.execute(tx);
  const withEvents = rows.flatMap((row) => (row.has_events ? (row.account_id ?? []) : []));
  return {
    all: [...new Set([...both, ...rows.flatMap((row) => row.account_id ?? [])])],
    withEvents: object === "account" ? both : withEvents,
  };
}

/** The account that a row is of or lies below; none of a contact, an organization, a catalogue. */
function accountOf({ table, shape }: Hanging): RawBuilder<unknown> | undefined {
  if (table === "accounts") return sql`r.id`;
  return shape.columns.includes("account_id") ? sql`r.account_id` : undefined;
}

import { sql } from "kysely";
import type { Tx } from "../kernel/db.ts";
import type { RowProblem, WriteArguments } from "../objects/index.ts";

/**
 * One writer at a time where a rule spans several teammates: no loop among managers, an administrator remains.
 * Held until the transaction ends.
 */
export async function lockTeammateRules(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('perennial.teammates'))`.execute(tx);
}

/** Refuses managers that do not exist and loops: nobody may be above themselves, over any number of steps. */
export async function checkManagers({ tx, writes }: WriteArguments): Promise<RowProblem[]> {
  const moved = writes.filter(
    (write) =>
      typeof write.after.managerId === "string" && write.after.managerId !== (write.before.managerId ?? null),
  );
  if (moved.length === 0) return [];
  await lockTeammateRules(tx);
  const rows = await tx.selectFrom("teammates").select(["id", "manager_id"]).execute();
  const managerOf = new Map(rows.map((row) => [row.id, row.manager_id]));
  for (const write of writes) managerOf.set(write.id, (write.after.managerId as string | null) ?? null);
  return moved.flatMap((write) => {
    if (!managerOf.has(String(write.after.managerId))) {
      return [{ row: write.row, path: "managerId", message: "there is no teammate with this id" }];
    }
    if (!isAboveItself(write.id, managerOf)) return [];
    return [{ row: write.row, path: "managerId", message: "this would make somebody their own manager" }];
  });
}

function isAboveItself(id: string, managerOf: ReadonlyMap<string, string | null>): boolean {
  const passed = new Set<string>();
  let above = managerOf.get(id) ?? null;
  while (above !== null && !passed.has(above)) {
    if (above === id) return true;
    passed.add(above);
    above = managerOf.get(above) ?? null;
  }
  return false;
}

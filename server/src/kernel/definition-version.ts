import { sql } from "kysely";
import type { Db, Tx } from "./db.ts";

const raising = new WeakSet<Tx>();

/**
 * Says that a definition, or a setting that definitions are read with, changed; call it in the transaction that changes
 * one. What other processes made of the definitions is then made anew at their next statement.
 */
export async function raiseDefinitionVersion(tx: Tx): Promise<void> {
  raising.add(tx);
  await sql`update definition_version set version = version + 1 where id = 1`.execute(tx);
}

/**
 * Gives what is made of the definitions at their present version, made once for each version and owner. A transaction that
 * changes definitions makes it anew at every call and leaves nothing behind: it may go on changing them, and may be undone.
 */
export function perDefinitionVersion<Owner extends object, Made>(
  make: (owner: Owner, db: Db | Tx, version: number) => Promise<Made>,
): (owner: Owner, db: Db | Tx) => Promise<Made> {
  const kept = new WeakMap<Owner, { version: number; made: Made }>();
  return async (owner, db) => {
    const { version } = await db.selectFrom("definition_version").select("version").executeTakeFirstOrThrow();
    const isRaising = raising.has(db as Tx);
    const found = kept.get(owner);
    if (found?.version === version && !isRaising) return found.made;
    const made = await make(owner, db, version);
    if (!isRaising) kept.set(owner, { version, made });
    return made;
  };
}

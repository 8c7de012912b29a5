import { type RawBuilder, sql } from "kysely";
import { customTables } from "../custom-objects/index.ts";
import type { Tx } from "../kernel/db.ts";
import { noAccount } from "../kernel/ids.ts";

/** Erases records of the company's own kinds that belong to these contacts. */
export async function eraseRecordsOfContacts(tx: Tx, ids: readonly string[]): Promise<void> {
  await eraseRecords(tx, "contact", sql`r.contact_id = any(${[...ids]}::uuid[])`);
}

/** Erases records of the company's own kinds that belong to these accounts and to no other. */
export async function eraseRecordsOfAccounts(tx: Tx, ids: readonly string[]): Promise<void> {
  const own = sql`any(${[...ids]}::uuid[])`;
  await eraseRecords(tx, "account", sql`r.account_id = ${own}`);
  await eraseRecords(
    tx,
    "accounts",
    sql`exists (select from custom_record_accounts l where l.record_id = r.id and l.account_id = ${own})
        and not exists (select from custom_record_accounts l where l.record_id = r.id and l.account_id <> all(${[...ids]}::uuid[]))`,
  );
}

async function eraseRecords(tx: Tx, linkedTo: string, own: RawBuilder<unknown>): Promise<void> {
  for (const custom of await customTables(tx)) {
    if (custom.linkedTo !== linkedTo) continue;
    const { rows } = await sql<{ id: string }>`
      delete from ${sql.table(custom.table)} r where ${own} returning r.id
    `.execute(tx);
    // What lies below an account is erased with what else does.
    if (rows.length === 0 || linkedTo === "account") continue;
    const gone = sql`object_id = any(${rows.map((row) => row.id)}::uuid[])`;
    await sql`delete from external_ids where ${gone}`.execute(tx);
    await sql`delete from field_pins where account_id = ${noAccount} and ${gone}`.execute(tx);
    await sql`update history set old = null, new = null where account_id = ${noAccount} and ${gone}`.execute(
      tx,
    );
    await sql`update audit set changes = '{}' where ${gone}`.execute(tx);
    await sql`update import_rows set content = '' where ${gone}`.execute(tx);
  }
}

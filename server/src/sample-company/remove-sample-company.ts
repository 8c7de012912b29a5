import { sql } from "kysely";
import { customTables } from "../custom-objects/index.ts";
import { bringersOf, forgetMerges, mergesFromOutside } from "../identity/index.ts";
import { type App, systemContext } from "../kernel/app.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { noAccount } from "../kernel/ids.ts";
import { publish } from "../kernel/publish.ts";
import { forgetForecast } from "./load-forecast.ts";
import { sampleSource } from "./loading.ts";
import { setSampleCompanyIn } from "./sample-company-status.ts";
import { archiveFeatures } from "./sample-features.ts";

/**
 * Removes everything that the sample company brought, and all that hangs on its accounts. What belongs to other
 * accounts stays. The audit log keeps that it was there.
 * @returns how many accounts were removed
 */
export async function removeSampleCompany(app: App): Promise<number> {
  const ctx = await systemContext(app, "sample company");
  const removed = await app.db.transaction().execute(async (tx) => {
    const accounts = await bringersOf(tx, "account", sampleSource);
    await assertNothingMergedIn(tx, accounts);
    for (const table of await tablesBelowAccounts(tx)) {
      await sql`delete from ${sql.table(table)} where account_id = any(${accounts}::uuid[])`.execute(tx);
    }
    // One of an account stands among what lies below accounts.
    const own = (await customTables(tx)).filter(({ linkedTo }) => linkedTo !== "account");
    for (const [object, table] of [
      ["account", "accounts"],
      ["contact", "contacts"],
      ["organization", "organizations"],
      ["teammate", "teammates"],
    ] as const) {
      const ids = await bringersOf(tx, object, sampleSource);
      if (object === "account" || object === "contact") await forgetMerges(tx, object, ids);
      await sql`delete from ${sql.table(table)} where id = any(${ids}::uuid[])`.execute(tx);
      for (const custom of own.filter(({ linkedTo }) => linkedTo === object)) {
        await sql`delete from ${sql.table(custom.table)} where ${sql.ref(`${object}_id`)} = any(${ids}::uuid[])`.execute(
          tx,
        );
      }
      if (object === "contact")
        await sql`delete from contact_derived where id = any(${ids}::uuid[])`.execute(tx);
      await sql`
        delete from history where account_id = ${noAccount} and object_id = any(${ids}::uuid[])
      `.execute(tx);
    }
    await forgetForecast(tx);
    await sql`delete from external_ids where source = ${sampleSource}`.execute(tx);
    if (accounts.length > 0) {
      const events = [{ name: "sample-company.removed", object: "account", objectId: null, accountId: null }];
      await publish(app, tx, ctx, "sample-company.remove", { changes: [], events });
    }
    await setSampleCompanyIn(tx, {
      status: "absent",
      step: null,
      done: 0,
      finishedAt: ctx.now.toString(),
      error: null,
    });
    return accounts.length;
  });
  await archiveFeatures(app);
  return removed;
}

/** What of one's own was merged into the sample would be removed with it. */
async function assertNothingMergedIn(tx: Tx, accounts: readonly string[]): Promise<void> {
  const contacts = await bringersOf(tx, "contact", sampleSource);
  const merges = [
    ...(await mergesFromOutside(tx, "account", accounts)),
    ...(await mergesFromOutside(tx, "contact", contacts)),
  ];
  if (merges.length === 0) return;
  const named = merges.map(({ merged, survivor }) => `${merged} into ${survivor}`).join(", ");
  throw problem("conflict", `Records of your own were merged into the sample company: undo ${named} first.`);
}

/** Every table that lies below accounts, each before those that it points at. */
async function tablesBelowAccounts(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ table: string; pointers: string[] }>`
    select c.relname as "table",
           (select coalesce(array_agg(p.relname::text), '{}') from pg_constraint f join pg_class p on p.oid = f.conrelid
             where f.contype = 'f' and f.confrelid = c.oid and p.oid <> c.oid) as pointers
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'account_id' and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname <> 'audit'
     order by c.relname
  `.execute(tx);
  const pointersOf = new Map(rows.map((row) => [row.table, row.pointers]));
  const ordered = new Set<string>();
  const place = (table: string) => {
    if (ordered.has(table)) return;
    for (const pointer of pointersOf.get(table) ?? []) if (pointersOf.has(pointer)) place(pointer);
    ordered.add(table);
  };
  for (const { table } of rows) place(table);
  return [...ordered];
}

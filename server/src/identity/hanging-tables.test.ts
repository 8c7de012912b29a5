import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { erasedWithAccount } from "./erased-tables.ts";
import { type HangingTable, hangingOnAccount, hangingOnContact } from "./hanging-tables.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp({ isEmpty: true });
});
afterAll(() => t.close());

async function tablesWith(pattern: string): Promise<string[]> {
  const { rows } = await sql<{ named: string }>`
    select c.relname || '.' || a.attname as named from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and a.attname ~ ${pattern}
     order by 1
  `.execute(t.db);
  return rows.map((row) => row.named);
}
const named = (tables: readonly HangingTable[], own: string) =>
  tables.map((each) => `${each.table}.${each.column ?? own}`).sort();

it("says of every table that names an account what a merge does with it", async () => {
  // A new table with account_id fails here: add it to hangingOnAccount, with what becomes of its rows.
  expect(named(hangingOnAccount, "account_id")).toEqual(await tablesWith("^account_id$"));
});

it("says of every table that names an account what erasing it does", async () => {
  // A new table with account_id fails here too: add it to erasedWithAccount.
  const tables = (await tablesWith("^account_id$")).map((name) => name.replace(/\.account_id$/, ""));
  expect(Object.keys(erasedWithAccount).sort()).toEqual(tables);
});

it("says of every table that names a contact what a merge does with it", async () => {
  const columns = (await tablesWith("(^|_)contact_id$")).filter(
    (name) => !name.startsWith("playbook_runs.") && !name.startsWith("playbook_run_steps."),
  );
  const listed = named(hangingOnContact, "contact_id");
  expect(listed).toEqual(expect.arrayContaining(columns));
});

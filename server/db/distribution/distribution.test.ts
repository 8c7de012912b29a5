// biome-ignore-all lint/suspicious/noTemplateCurlyInString: sources as text
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../test/database.ts";
import { accountTables, breachesOfCatalog } from "./catalog-rules.ts";
import { breachesOfMigration, breachesOfSource } from "./text-rules.ts";

/**
 * The rules that keep the schema distributable by account (docs/architecture.md, Keys and scale), held without a
 * Citus. Not seen from here: which session writes definitions first, and that a segment's difference is two statements.
 */
const repository = join(import.meta.dirname, "../../..");

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const read = (file: string) => readFileSync(join(repository, file), "utf8");

describe("the schema can be distributed by account", () => {
  test("the migrated database", async () => {
    expect(await breachesOfCatalog(database.pool)).toEqual([]);
  });

  test("the migrations", () => {
    const files = globSync("server/db/migrations/*.sql", { cwd: repository }).toSorted();
    expect(files.length).toBeGreaterThan(20);
    expect(files.flatMap((file) => breachesOfMigration(file, read(file)))).toEqual([]);
  });

  test("the server's SQL", async () => {
    const below = await accountTables(database.pool);
    const files = globSync("server/src/**/*.ts", { cwd: repository }).filter(
      (file) => !/\.test\.ts$|\/test\//.test(file),
    );
    expect(files.length).toBeGreaterThan(300);
    expect(files.flatMap((file) => breachesOfSource(file, read(file), below))).toEqual([]);
  });
});

describe("a breach is found", () => {
  test.each([
    ["create table x (id uuid not null)", "x: no primary key"],
    [
      "create table x (id uuid not null, account_id uuid not null); alter table x add constraint x_pkey primary key (id)",
      "x: account_id is not first in the primary key",
    ],
    [
      "create table x (account_id uuid, id uuid not null); alter table x add constraint x_pkey primary key (id)",
      "x: account_id may be null",
    ],
    [
      "create unique index notes_subject on notes (subject)",
      "notes: notes_subject is unique over all accounts; that needs a key table",
    ],
    [
      `alter table notes add constraint notes_renewal foreign key (renewal_id, account_id) references renewals (id, account_id)`,
      "notes: notes_renewal does not begin with the account on both sides",
      "alter table renewals add constraint renewals_turned unique (id, account_id)",
    ],
    [
      "alter table contacts add constraint contacts_account foreign key (id) references accounts (id)",
      "contacts: contacts_account points from a reference table to accounts, which lies with its account",
    ],
    [
      "alter table notes add constraint notes_author foreign key (author_id) references teammates (id) on delete set null",
      "notes: notes_author sets its column when its target goes",
    ],
    [
      "alter table accounts add constraint accounts_parent foreign key (organization_id) references accounts (id)",
      "accounts: accounts_parent refers to its own table",
    ],
    [
      "alter table notes alter column at set default now()",
      "notes: the default of at is not a constant: now()",
    ],
    [
      "alter table notes alter column id set default gen_random_uuid()",
      "notes: the default of id is not a constant: gen_random_uuid()",
    ],
    [
      "create trigger notes_touch before update on notes for each row execute function suppress_redundant_updates_trigger()",
      "notes: trigger notes_touch",
    ],
  ])("in the catalog: %s", async (ddl, breach, before = "select 1") => {
    const client = await database.pool.connect();
    try {
      await client.query(`begin; ${before}; ${ddl}`);
      expect(await breachesOfCatalog(client as never)).toContain(breach);
    } finally {
      await client.query("rollback");
      client.release();
    }
  });

  test.each([
    "create table x (id uuid primary key)",
    "alter table x add unique (name)",
    "alter table x add column y uuid references z (id)",
    "create trigger t before update on x execute function f()",
    "update x set at = now()",
    "alter table x alter column at set default current_timestamp",
  ])("in a migration: %s", (migration) => {
    expect(breachesOfMigration("0000_x.sql", migration)).not.toEqual([]);
    expect(breachesOfMigration("0000_x.sql", `-- ${migration}`)).toEqual([]);
  });

  test.each([
    "sql`update notes set body = ${body}, at = now() where account_id = ${id}`",
    "sql<Row>`select gen_random_uuid()`",
    "sql`select ${sql`clock_timestamp()`}`",
    "sql`select 1 from notes n join renewals r on r.id = n.renewal_id where n.account_id = $1`",
    "sql`update notes set body = '' where id = ${id}`",
    "sql`delete from notes where id = any(${ids})`",
    "sql`update notes n set pinned = true, account_id = ${other} where n.account_id = ${one}`",
    "sql`with recursive t as (select id from notes) select id from t`",
    "sql`select 1 from notes n, lateral (select 1 from renewals where 1 = 1 limit 1) x`",
    'tx.updateTable("notes").set({ body }).where("id", "=", id).execute()',
  ])("in a source: %s", (source) => {
    expect(breachesOfSource("x.ts", source, new Set(["notes", "renewals"]))).not.toEqual([]);
  });
});

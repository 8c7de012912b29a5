import { sql } from "kysely";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { clientConfig } from "./database/pool.ts";
import { readFeed } from "./feed.ts";

let t: TestApp;
let start: string;
beforeEach(async () => {
  t = await testApp();
  start = (await readFeed(t.db, undefined, 1_000)).nextCursor;
});
afterEach(() => t.close());

const createAccount = (name: string) => t.inject({ method: "POST", url: "accounts", body: { name } });
const names = async () => (await readFeed(t.db, start, 100)).items.map((item) => item.name);

/** A transaction that has written something and does not end; in this test's database or in another one. */
async function openTransaction(database?: string) {
  const url = new URL(t.url);
  if (database) url.pathname = `/${database}`;
  const client = new pg.Client(clientConfig(url.href));
  await client.connect();
  await client.query("begin");
  await client.query("select pg_current_xact_id()");
  return async () => {
    await client.query("rollback");
    await client.end();
  };
}

describe("the change feed", () => {
  it("holds back what is newer than a transaction that still runs here, so that nothing appears behind a cursor", async () => {
    const end = await openTransaction();
    await createAccount("Later");
    expect(await names()).toEqual([]);
    await end();
    expect(await names()).toEqual(["account.created"]);
  });

  it("does not wait for transactions of other databases on the same server", async () => {
    const end = await openTransaction("postgres");
    await createAccount("At once");
    expect(await names()).toEqual(["account.created"]);
    await end();
  });

  it("goes by the number of a transaction, not by its digits", async () => {
    const entry = (transaction: number, object: string) =>
      sql`
      insert into feed (tx, name, object, payload, at, actor_kind, actor_id, actor_name)
      values (${String(transaction)}::xid8, 'made', ${object}, '{}', now(), 'system', 'test', 'test')`.execute(
        t.db,
      );
    await sql`delete from feed`.execute(t.db);
    for (const transaction of [98, 99, 100, 101]) await entry(transaction, `from ${transaction}`);
    const first = await readFeed(t.db, undefined, 2);
    const second = await readFeed(t.db, first.nextCursor, 10);
    expect([...first.items, ...second.items].map(({ object }) => object)).toEqual([
      "from 98",
      "from 99",
      "from 100",
      "from 101",
    ]);
  });

  it("loses nothing and repeats nothing to a reader that goes on while many write", async () => {
    const writers = Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        for (let n = 0; n < 10; n += 1) await createAccount(`Account ${writer}-${n}`);
      }),
    );
    const seen: (string | null)[] = [];
    let cursor = start;
    let isOver = false;
    writers.then(() => {
      isOver = true;
    });
    for (let last = false; !last; ) {
      last = isOver;
      const page = await readFeed(t.db, cursor, 7);
      cursor = page.nextCursor;
      seen.push(...page.items.map((item) => item.objectId));
      if (page.items.length > 0) last = false;
    }
    await writers;
    expect(new Set(seen).size).toBe(80);
    expect(seen).toHaveLength(80);
  });
});

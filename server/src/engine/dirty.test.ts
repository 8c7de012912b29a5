import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { markDirty, takeDirty } from "./dirty.ts";

let t: TestApp;
let ids: string[] = [];
beforeAll(async () => {
  t = await testApp();
  const { rows } = await sql<{ id: string }>`
    insert into accounts (id, name, created_at, updated_at)
    select gen_random_uuid(), 'Account ' || n, now(), now() from generate_series(1, 60) n returning id`.execute(
    t.db,
  );
  ids = rows.map((row) => row.id);
  await sql`insert into account_derived (account_id) select id from accounts`.execute(t.db);
});
afterAll(() => t.close());

it("takes the accounts that wait for the longest, and a second worker those after them", async () => {
  // Downwards, so that the order of ids is not the order of waiting; the first marked again at the end.
  const inOrder = [...ids].sort().reverse();
  for (const id of [...inOrder, inOrder[0] ?? ""]) {
    await t.db.transaction().execute((tx) => markDirty(tx, [id], t.clock.now()));
  }
  await t.db.transaction().execute(async (first) => {
    expect(await takeDirty(first, 20)).toEqual(inOrder.slice(0, 20).sort());
    await t.db.transaction().execute(async (second) => {
      expect(await takeDirty(second, 20)).toEqual(inOrder.slice(20, 40).sort());
    });
  });
  const rest = await t.db.transaction().execute((tx) => takeDirty(tx, 100));
  expect(rest).toEqual(inOrder.slice(40).sort());
  expect((await sql`select from dirty_accounts`.execute(t.db)).rows).toEqual([]);
});

it("comes to those behind any number of marks that cannot be taken: of accounts that are no more, or held by others", async () => {
  const [held = "", free = ""] = ids;
  await sql`
    insert into dirty_accounts (account_id, marked_at)
    select gen_random_uuid(), now() from generate_series(1, 2000)
    union all select ${held}::uuid, now() from generate_series(1, 2000)
  `.execute(t.db);
  await t.db.transaction().execute((tx) => markDirty(tx, [free], t.clock.now()));
  await t.db.transaction().execute(async (holder) => {
    await sql`select from account_derived where account_id = ${held} for update`.execute(holder);
    expect(await t.db.transaction().execute((tx) => takeDirty(tx, 10))).toEqual([free]);
  });
  expect(await t.db.transaction().execute((tx) => takeDirty(tx, 10, [held]))).toEqual([]);
  expect(await t.db.transaction().execute((tx) => takeDirty(tx, 10))).toEqual([held]);
});

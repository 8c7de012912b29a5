import { sql } from "kysely";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { accountCommands } from "../accounts/index.ts";
import { execute } from "../kernel/command.ts";
import type { Slice } from "../kernel/slice.ts";
import { listPasses, type NodeSource, requestPass } from "./index.ts";
import { startEngine } from "./worker.ts";

/** A node that no account named “0” can be computed by. */
const nodes: NodeSource = async () => [
  {
    kind: "source",
    key: "share",
    columns: [{ name: "x_share", field: { slug: "share", label: "Share", group: "Test", type: "integer" } }],
    reads: [],
    select: ({ scope }) =>
      sql`select id as account_id, 100 / length(replace(name, '0', '')) as x_share from accounts where id = ${scope}`,
  },
];
const testSlice: Slice = { name: "test", contributes: { nodeSources: [nodes] } };

let t: TestApp;
let stop: () => Promise<void>;
beforeEach(async () => {
  t = await testApp({ moreSlices: [testSlice], isEmpty: true });
  await sql`alter table account_derived add column x_share integer`.execute(t.db);
  stop = async () => undefined;
});
afterEach(async () => {
  await stop();
  await t.close();
});

const sharesOf = async () => {
  const { rows } = await sql<{ name: string; share: number | null }>`
    select a.name, d.x_share as share from accounts a join account_derived d on d.account_id = a.id order by a.name
  `.execute(t.db);
  return Object.fromEntries(rows.map(({ name, share }) => [name, share]));
};

it("computes everybody else, in ticks and in passes, where one account cannot be computed", async () => {
  const ctx = await t.ctx();
  for (const name of ["1", "22", "0", "4444", "55555"]) {
    await execute(t.app, ctx, accountCommands.create, { body: { name } });
  }
  stop = await startEngine(t.app);
  const others = { 1: 100, 22: 50, 4444: 25, 55555: 20 };
  await vi.waitFor(async () => expect(await sharesOf()).toMatchObject(others), { timeout: 10_000 });

  await sql`update account_derived set x_share = -1 where x_share is not null`.execute(t.db);
  await t.db.transaction().execute((tx) => requestPass(tx, ctx.now, "all anew"));
  await vi.waitFor(async () => expect(await sharesOf()).toMatchObject(others), { timeout: 10_000 });
  await vi.waitFor(async () => {
    expect((await listPasses(t.db))[0]).toMatchObject({ accountsDone: 5, finishedAt: expect.any(String) });
  });
  // What cannot be computed is not forgotten.
  expect((await sharesOf())["0"]).toBeNull();
  expect(await sql`select from dirty_accounts`.execute(t.db)).toMatchObject({ rows: { length: 2 } });
}, 60_000);

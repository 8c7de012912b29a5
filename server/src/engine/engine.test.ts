import { setTimeout } from "node:timers/promises";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { accountCommands } from "../accounts/index.ts";
import { systemContext } from "../kernel/app.ts";
import { execute } from "../kernel/command.ts";
import type { Slice } from "../kernel/slice.ts";
import { drainEngine, fieldsOfNodes, listPasses, type NodeSource, requestPass } from "./index.ts";
import { runPassPart } from "./run-pass-part.ts";
import { tick } from "./tick.ts";

/** Two nodes, one reading the other: the length of the name, and whether it is long. */
const nodes: NodeSource = async () => [
  {
    kind: "expression",
    key: "is-long",
    columns: [
      {
        name: "x_long",
        field: { slug: "isLong", label: "Long name", group: "Test", type: "boolean" },
        isTracked: true,
      },
    ],
    reads: ["nameLength"],
    expressions: () => ({ x_long: sql`r_d.x_length > 10` }),
    announce: async ({ differences }) => ({
      events: differences
        .filter((difference) => difference.new === true)
        .map(({ accountId }) => ({
          name: "name.lengthened",
          object: "account",
          objectId: accountId,
          accountId,
        })),
    }),
  },
  {
    kind: "source",
    key: "length",
    columns: [
      {
        name: "x_length",
        field: { slug: "nameLength", label: "Name length", group: "Test", type: "integer" },
        whenMissing: 0,
      },
    ],
    reads: [],
    select: ({ scope }) =>
      sql`select id as account_id, length(name) as x_length from accounts where id = ${scope}`,
  },
];
const testSlice: Slice = {
  name: "test",
  contributes: { nodeSources: [nodes], fieldSources: [fieldsOfNodes(nodes)] },
};

let t: TestApp;
beforeEach(async () => {
  t = await testApp({ moreSlices: [testSlice] });
  await sql`alter table account_derived add column x_length integer, add column x_long boolean`.execute(t.db);
});
afterEach(() => t.close());

async function createAccount(name: string): Promise<string> {
  const { id } = await execute(t.app, await t.ctx(), accountCommands.create, { body: { name } });
  return id;
}

async function derivedOf(id: string) {
  const { rows } = await sql<{ x_length: number | null; x_long: boolean | null }>`
    select x_length, x_long from account_derived where account_id = ${id}`.execute(t.db);
  return rows[0];
}

async function marks(): Promise<number> {
  return (await t.db.selectFrom("dirty_accounts").selectAll().execute()).length;
}

describe("the live engine", () => {
  it("follows an edit through the levels, and writes history and events of what differs", async () => {
    const id = await createAccount("Short");
    await drainEngine(t.app);
    expect(await derivedOf(id)).toEqual({ x_length: 5, x_long: false });
    await execute(t.app, await t.ctx(), accountCommands.update, { id, body: { name: "A much longer name" } });
    await drainEngine(t.app);
    expect(await derivedOf(id)).toEqual({ x_length: 18, x_long: true });
    const history = await t.db
      .selectFrom("history")
      .selectAll()
      .where("object_id", "=", id)
      .where("field", "=", "isLong")
      .orderBy("id")
      .execute();
    expect(history.map((row) => [row.old, row.new, row.actor_name])).toEqual([
      [null, false, "live engine"],
      [false, true, "live engine"],
    ]);
    const events = await t.db
      .selectFrom("feed")
      .select("name")
      .where("name", "=", "name.lengthened")
      .execute();
    expect(events).toHaveLength(1);
    expect(await marks()).toBe(0);
  });

  it("shows derived values as fields that lists can sort by", async () => {
    await createAccount("A long one of all");
    await createAccount("B");
    await drainEngine(t.app);
    const list = await t.inject({ url: "accounts?sort=-nameLength" });
    expect(list.body.items.map((item: { name: string }) => item.name)).toEqual(["A long one of all", "B"]);
  });

  it("leaves marks and values as they were when its transaction dies", async () => {
    const id = await createAccount("Dies");
    const broken = t.app.db.transaction().execute(async (tx) => {
      await sql`delete from dirty_accounts`.execute(tx);
      throw new Error("killed");
    });
    await expect(broken).rejects.toThrow("killed");
    expect(await marks()).toBeGreaterThan(0);
    await drainEngine(t.app);
    expect(await derivedOf(id)).toMatchObject({ x_length: 4 });
  });

  it("never loses an edit made while the account is being recomputed", async () => {
    const id = await createAccount("Before");
    const ctx = await t.ctx();
    await Promise.all([
      ...Array.from({ length: 20 }, (_, index) =>
        execute(t.app, ctx, accountCommands.update, { id, body: { name: "n".repeat(index + 1) } }),
      ),
      ...Array.from({ length: 20 }, () => tick(t.app)),
    ]);
    await drainEngine(t.app);
    const account = await t.db
      .selectFrom("accounts")
      .select("name")
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    expect(await derivedOf(id)).toMatchObject({ x_length: account.name.length });
  });

  it("is drained only when what another worker holds is done too", async () => {
    const id = await createAccount("Held");
    await drainEngine(t.app);
    await execute(t.app, await t.ctx(), accountCommands.update, { id, body: { name: "Held long" } });
    const drained = await t.app.db.transaction().execute(async (tx) => {
      await sql`select from account_derived where account_id = ${id} for update`.execute(tx);
      const draining = drainEngine(t.app);
      expect(await Promise.race([draining.then(() => "drained"), setTimeout(200, "waits")])).toBe("waits");
      return { draining };
    });
    await drained.draining;
    expect(await derivedOf(id)).toMatchObject({ x_length: 9 });
  });

  it("ends a pass over no accounts though the first one is made while it begins", async () => {
    await drainEngine(t.app);
    await sql`
      create function make_first() returns trigger language plpgsql as
      $$ begin insert into account_derived (account_id) values (gen_random_uuid()) on conflict do nothing; return null; end $$
    `.execute(t.db);
    await sql`
      create trigger make_first after insert on engine_pass_chunks for each statement execute function make_first()
    `.execute(t.db);
    const { now } = await systemContext(t.app, "test");
    await t.db.transaction().execute((tx) => requestPass(tx, now, "test", ["length"]));
    for (let times = 0; times < 3; times += 1) await runPassPart(t.app);
    expect((await listPasses(t.db))[0]).toMatchObject({ reason: "test", finishedAt: expect.any(String) });
  });

  it("goes through all accounts in a pass, and resumes where a killed worker stopped", async () => {
    const ids = await Promise.all(["One", "Two", "Three"].map(createAccount));
    await drainEngine(t.app);
    await sql`update account_derived set x_length = -1`.execute(t.db);
    const { now } = await systemContext(t.app, "test");
    await t.db.transaction().execute((tx) => requestPass(tx, now, "test", ["length"]));
    await Promise.all([runPassPart(t.app), runPassPart(t.app)]);
    await drainEngine(t.app);
    expect(await Promise.all(ids.map(derivedOf))).toMatchObject([
      { x_length: 3 },
      { x_length: 3 },
      { x_length: 5 },
    ]);
    expect((await listPasses(t.db))[0]).toMatchObject({ accountsDone: 3, accountsTotal: 3 });
  });
});

describe("a new day", () => {
  it("computes all accounts again at local midnight, and drops marks nobody can take", async () => {
    await createAccount("Midnight");
    await drainEngine(t.app);
    await sql`update account_derived set x_length = -1`.execute(t.db);
    await sql`insert into dirty_accounts (account_id, marked_at) values (gen_random_uuid(), now())`.execute(
      t.db,
    );
    t.advance({ days: 1 });
    await t.drain();
    await drainEngine(t.app);
    const { rows } = await sql<{ x_length: number }>`select x_length from account_derived`.execute(t.db);
    expect(rows).toEqual([{ x_length: 8 }]);
    expect(await marks()).toBe(0);
  });
});

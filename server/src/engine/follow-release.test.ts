import { sql } from "kysely";
import { afterEach, expect, it, vi } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { accountCommands } from "../accounts/index.ts";
import { execute } from "../kernel/command.ts";
import type { Slice } from "../kernel/slice.ts";
import { createSegment } from "../segments/index.ts";
import { followRelease } from "./follow-release.ts";
import { drainEngine, engineSlice, fieldsOfNodes, listPasses, type NodeSource } from "./index.ts";

/** What the release works out of a name: a source, and what reads it. */
let ofName = sql`length(name)`;
const nodes: NodeSource = async () => [
  {
    kind: "source",
    key: "length",
    columns: [
      {
        name: "x_length",
        field: { slug: "nameLength", label: "Name length", group: "Test", type: "integer" },
      },
    ],
    reads: [],
    select: ({ scope }) =>
      sql`select id as account_id, ${ofName}::integer as x_length from accounts where id = ${scope}`,
  },
];
const testSlice: Slice = {
  name: "test",
  contributes: { nodeSources: [nodes], fieldSources: [fieldsOfNodes(nodes)] },
};

let t: TestApp;
let stop: (() => Promise<void>) | undefined;
afterEach(async () => {
  await stop?.();
  await t.close();
});

it("computes anew at the start what this release works out by another statement, and nothing else", async () => {
  t = await testApp({ moreSlices: [testSlice] });
  await sql`alter table account_derived add column x_length integer`.execute(t.db);
  const ctx = await t.ctx();
  const { id } = await execute(t.app, ctx, accountCommands.create, { body: { name: "Kestrel" } });
  await execute(t.app, ctx, createSegment, {
    slug: "long",
    name: "Long",
    rule: { subject: "nameLength", op: "at-least", value: 10 },
  });
  expect((await followRelease(t.app)).length).toBeGreaterThan(10);
  await drainEngine(t.app);
  expect(await followRelease(t.app)).toEqual([]);
  t.advance({ days: 40 });
  await t.drain();
  await drainEngine(t.app);
  // The same release finds its own statements on another day as well.
  expect(await followRelease(t.app)).toEqual([]);

  ofName = sql`length(name) * 2`;
  const before = (await listPasses(t.db, 1_000)).length;
  expect(await Promise.all([followRelease(t.app), followRelease(t.app)])).toContainEqual([]);
  const [pass, ...others] = await listPasses(t.db, 1_000);
  expect(others).toHaveLength(before);
  expect(pass).toMatchObject({ nodeKeys: ["length"], reason: "this release works it out differently" });
  // A worker of the release before computes meanwhile; what it leaves does not stay.
  await drainEngine(t.app);
  await sql`update account_derived set x_length = 7, s_long = false`.execute(t.db);
  t.advance({ minutes: 16 });
  await t.drain();
  stop = await engineSlice.start?.(t.app);
  await vi.waitFor(async () => {
    const { rows } = await sql`select x_length, s_long from account_derived where account_id = ${id}`.execute(
      t.db,
    );
    expect(rows).toEqual([{ x_length: 14, s_long: true }]);
  });
}, 60_000);

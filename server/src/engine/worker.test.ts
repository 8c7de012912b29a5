import { sql } from "kysely";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import type { Slice } from "../kernel/slice.ts";
import { listPasses, markDirty, requestPass } from "./index.ts";
import { startEngine } from "./worker.ts";

type Batch = { ids: readonly string[]; goOn(): void };

/** Batches in the order in which they were begun; those of more than one account wait until they are told to go on. */
let begun: Batch[];
let isGated: boolean;
const gate: Slice = {
  name: "test",
  contributes: {
    nodeSources: [
      async () => [
        {
          kind: "keeping",
          key: "gate",
          columns: [],
          reads: [],
          brings: [],
          async keep({ accountIds: ids }) {
            const { promise, resolve } = Promise.withResolvers<void>();
            begun.push({ ids, goOn: resolve });
            if (ids.length > 1 && isGated) await promise;
            return { changes: [], events: [] };
          },
        },
      ],
    ],
  },
};

let t: TestApp;
let stop: () => Promise<void>;
beforeEach(async () => {
  begun = [];
  isGated = true;
  t = await testApp({ moreSlices: [gate], isEmpty: true });
  stop = async () => undefined;
});
afterEach(async () => {
  isGated = false;
  for (const batch of begun) batch.goOn();
  await stop();
  await t.close();
});

const batchesOf = (kind: "tick" | "part") =>
  begun.filter(({ ids }) => (kind === "tick" ? ids.length === 1 : ids.length > 1));
const until = (kind: "tick" | "part", count: number) =>
  vi.waitFor(() => expect(batchesOf(kind)).toHaveLength(count), { timeout: 10_000 });
const mark = (id: string) => t.db.transaction().execute((tx) => markDirty(tx, [id], t.clock.now()));

it("serves a marked account before the next part of a pass, whichever of its sessions is free first", async () => {
  // Two chunks, one for each session, and one account behind those that are being computed.
  const { rows } = await sql<{ account_id: string }>`
    insert into account_derived (account_id) select gen_random_uuid() from generate_series(1, 3000) returning account_id
  `.execute(t.db);
  const last =
    rows
      .map((row) => row.account_id)
      .toSorted()
      .at(-1) ?? "";
  await t.db.transaction().execute((tx) => requestPass(tx, t.clock.now(), "all anew", ["gate"]));
  stop = await startEngine(t.app);
  await until("part", 2);

  await mark(last);
  batchesOf("part")[0]?.goOn();
  await until("part", 3);
  expect(begun.slice(2, -1).map(({ ids }) => ids)).toEqual([[last]]);

  await mark(last);
  batchesOf("part")[1]?.goOn();
  await until("part", 4);
  expect(begun.slice(4, -1).map(({ ids }) => ids)).toEqual([[last]]);
});

it("goes on with a pass between ticks, though accounts are marked again and again", async () => {
  isGated = false;
  await sql`insert into account_derived (account_id) select gen_random_uuid() from generate_series(1, 1500)`.execute(
    t.db,
  );
  const { rows } = await sql<{ account_id: string }>`select account_id from account_derived limit 1`.execute(
    t.db,
  );
  const id = rows[0]?.account_id ?? "";
  let isOver = false;
  const marking = (async () => {
    while (!isOver) await mark(id);
  })();
  await t.db.transaction().execute((tx) => requestPass(tx, t.clock.now(), "all anew", ["gate"]));
  stop = await startEngine(t.app);
  await vi.waitFor(
    async () =>
      expect((await listPasses(t.db))[0]).toMatchObject({
        accountsDone: 1500,
        finishedAt: expect.any(String),
      }),
    { timeout: 20_000 },
  );
  isOver = true;
  await marking;
  expect(batchesOf("part").length).toBeGreaterThan(1);
}, 60_000);

import { sql } from "kysely";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import type { Slice } from "../kernel/slice.ts";
import { listPasses, markDirty, requestPass } from "./index.ts";
import { startEngine } from "./worker.ts";

type Batch = { ids: readonly string[]; goOn(): void };

/** Batches in the order in which they were begun; those of more than one account, and of this one, wait until told to go on. */
let begun: Batch[];
let heldId: string | undefined;
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
            if (isGated && (ids.length > 1 || ids[0] === heldId)) await promise;
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
  heldId = undefined;
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

it("serves a marked account while passes are under way, and before the next part where it was held up", async () => {
  // Two chunks, one for each session that goes through passes; the last accounts lie behind those that are being computed.
  const { rows } = await sql<{ account_id: string }>`
    insert into account_derived (account_id) select gen_random_uuid() from generate_series(1, 4000) returning account_id
  `.execute(t.db);
  const [last = "", other = ""] = rows
    .map((row) => row.account_id)
    .toSorted()
    .toReversed();
  await t.db.transaction().execute((tx) => requestPass(tx, t.clock.now(), "all anew", ["gate"]));
  stop = await startEngine(t.app);
  await until("part", 2);

  await mark(last);
  await until("tick", 1);
  expect(begun.slice(2).map(({ ids }) => ids)).toEqual([[last]]);

  heldId = other;
  await mark(other);
  await until("tick", 2);
  for (const [place, parts] of [3, 4].entries()) {
    const before = begun.length;
    await mark(last);
    batchesOf("part")[place]?.goOn();
    await until("part", parts);
    expect(begun.slice(before, -1).map(({ ids }) => ids)).toEqual([[last]]);
  }
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

import { sql } from "kysely";
import { z } from "zod";
import type { App } from "../kernel/app.ts";
import type { Tx } from "../kernel/db.ts";
import { defineJob, enqueue } from "../kernel/jobs/index.ts";
import { requestPass } from "./passes.ts";
import { presentStatements } from "./statements.ts";

const reason = "this release works it out differently";
/** Processes of the release before may run on for a while when they are replaced one after the other. */
const replacedWithinMinutes = 15;
/** Processes that start together look one after the other: only the first finds a difference. */
const statementsLock = 4_127_004;

/** Computes once more what a release changed, when nobody computes it by the release before any more. */
export const computeOnceMore = defineJob({
  name: "engine.compute-once-more",
  payload: z.object({ nodeKeys: z.array(z.string()) }),
  async run({ app, ctx, payload }) {
    await app.db.transaction().execute((tx) => requestPass(tx, ctx.now, reason, payload.nodeKeys));
  },
});

/**
 * Asks for what this release computes by other statements than those that the stored values were computed by to be computed anew.
 * For the start of a worker: what the release before left must not stand until midnight.
 * @returns the nodes it asked for
 */
export async function followRelease(app: App): Promise<string[]> {
  const present = await presentStatements(app);
  return app.db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${statementsLock})`.execute(tx);
    const { rows } = await sql<{ node_key: string; statement: string }>`
      select node_key, statement from engine_statements
    `.execute(tx);
    const stored = new Map(rows.map((row) => [row.node_key, row.statement]));
    const nodeKeys = [...present].flatMap(([key, statement]) => (stored.get(key) === statement ? [] : [key]));
    if (nodeKeys.length === 0) return [];
    await storeStatements(tx, present);
    const now = app.clock.now();
    await requestPass(tx, now, reason, nodeKeys);
    if (stored.size > 0) {
      const runAt = now.add({ minutes: replacedWithinMinutes });
      await enqueue(tx, computeOnceMore, { nodeKeys }, { runAt });
    }
    return nodeKeys;
  });
}

/** Writes down by what everything is computed from now on. The caller has it computed. */
export async function storeStatements(tx: Tx, present: ReadonlyMap<string, string>): Promise<void> {
  const [keys, statements] = [[...present.keys()], [...present.values()]];
  await sql`delete from engine_statements where node_key <> all(${keys}::text[])`.execute(tx);
  await sql`
    insert into engine_statements (node_key, statement)
    select * from unnest(${keys}::text[], ${statements}::text[])
    on conflict (node_key) do update set statement = excluded.statement
  `.execute(tx);
}

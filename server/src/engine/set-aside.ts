import type { App } from "../kernel/app.ts";
import { stopwatch } from "../kernel/clock.ts";
import { isTransient } from "../kernel/database/transient.ts";
import { markDirty } from "./dirty.ts";
import { accountsOf, type Chunk, finishChunk, runPassChunk } from "./passes.ts";
import { batchSize, tick } from "./tick.ts";

/** How long an account that cannot be computed is left alone, and everybody else goes on. */
const asideMs = 60_000;

/** What the loops of a worker do, so that one account whose facts no statement can bear holds nobody else up. */
export type Patience = { tick(): Promise<boolean>; passChunk(): Promise<boolean> };

/**
 * A tick or a part of a pass that fails is tried again with half of its accounts, until the one account it fails for is alone:
 * that one is set aside, its mark kept, and told of in the log.
 * @throws what failed, for the caller to see to; the next call takes less
 */
export function createPatience(app: App): Patience {
  const elapsed = stopwatch();
  const aside = new Map<string, number>();
  let limit = batchSize;
  return {
    async tick() {
      for (const [id, until] of aside) if (until <= elapsed()) aside.delete(id);
      let ids: readonly string[] = [];
      const taken = (each: readonly string[]) => {
        ids = each;
      };
      try {
        const isComputed = (await tick(app, { limit, except: [...aside.keys()], taken })) > 0;
        limit = Math.min(batchSize, limit * 2);
        return isComputed;
      } catch (error) {
        if (isTransient(error) || ids.length === 0) throw error;
        limit = Math.ceil(ids.length / 2);
        const [accountId = ""] = ids;
        if (ids.length === 1) {
          aside.set(accountId, elapsed() + asideMs);
          app.log.error(
            { err: error, accountId },
            "an account cannot be computed; it is left aside for a minute",
          );
        }
        throw error;
      }
    },
    async passChunk() {
      let chunk: Chunk | undefined;
      try {
        return await runPassChunk(app, (each) => {
          chunk = each;
        });
      } catch (error) {
        if (chunk && !isTransient(error)) await divideChunk(app, chunk);
        throw error;
      }
    },
  };
}

/** Halves a part of a pass; of one account it becomes a mark, so that the pass comes to its end. */
async function divideChunk(app: App, { pass_id, from_id }: Chunk): Promise<void> {
  await app.db.transaction().execute(async (tx) => {
    const chunk = await tx
      .selectFrom("engine_pass_chunks as c")
      .innerJoin("engine_passes as p", "p.id", "c.pass_id")
      .select(["c.pass_id", "c.from_id", "c.until_id", "p.node_keys", "p.rebuilds"])
      .where("c.pass_id", "=", pass_id)
      .where("c.from_id", "=", from_id)
      .forUpdate("c")
      .skipLocked()
      .executeTakeFirst();
    if (!chunk) return;
    const ids = await accountsOf(tx, chunk);
    const middle = ids[Math.ceil(ids.length / 2)];
    if (middle === undefined) {
      await markDirty(tx, ids, app.clock.now());
      await finishChunk(tx, app.clock.now(), chunk, ids.length);
      return;
    }
    await tx
      .updateTable("engine_pass_chunks")
      .set({ until_id: middle })
      .where("pass_id", "=", pass_id)
      .where("from_id", "=", from_id)
      .execute();
    await tx
      .insertInto("engine_pass_chunks")
      .values({ pass_id, from_id: middle, until_id: chunk.until_id })
      .execute();
  });
}

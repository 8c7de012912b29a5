import type { App } from "../kernel/app.ts";
import { stopwatch } from "../kernel/clock.ts";
import { isTransient } from "../kernel/database/transient.ts";
import { markDirty } from "./dirty.ts";
import { createPartSizes } from "./part-sizes.ts";
import { accountsOf, finishPart, firstPart, type Part, takeChunk } from "./pass-parts.ts";
import { runPassPart } from "./run-pass-part.ts";
import { batchSize, tick } from "./tick.ts";

/** How long an account that cannot be computed is left alone, and everybody else goes on. */
const asideMs = 60_000;

/** What the loops of a worker do, so that one account whose facts no statement can bear holds nobody else up. */
export type Patience = { tick(): Promise<boolean>; passPart(): Promise<boolean> };

/**
 * A tick or a part of a pass that fails is tried again with half of its accounts, until the one account it fails for is alone:
 * that one is set aside, its mark kept, and told of in the log.
 * @throws what failed, for the caller to see to; the next call takes less
 */
export function createPatience(app: App): Patience {
  const elapsed = stopwatch();
  const aside = new Map<string, number>();
  const sizes = createPartSizes();
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
    async passPart() {
      let part: Part | undefined;
      try {
        return await runPassPart(app, {
          sizes,
          taken: (each) => {
            part = each;
          },
        });
      } catch (error) {
        if (part && !isTransient(error)) {
          sizes.failed(part);
          if (part.accounts <= 1) await passBy(app, part);
        }
        throw error;
      }
    },
  };
}

/** Makes a mark of a part of one account, so that the pass comes to its end. */
async function passBy(app: App, failed: Part): Promise<void> {
  await app.db.transaction().execute(async (tx) => {
    const chunk = await takeChunk(tx, failed);
    if (!chunk) return;
    const part = await firstPart(tx, chunk, 1);
    const ids = await accountsOf(tx, part);
    const now = app.clock.now();
    await markDirty(tx, ids, now);
    await finishPart(tx, now, part, ids.length);
  });
}

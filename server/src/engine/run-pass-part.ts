import type { App } from "../kernel/app.ts";
import { stopwatch } from "../kernel/clock.ts";
import { dividePass } from "./divide-pass.ts";
import { withDependents } from "./graph.ts";
import { nodesOf } from "./nodes.ts";
import { createPartSizes, type PartSizes } from "./part-sizes.ts";
import { accountsOf, finishPart, firstPart, type Part, takeChunk } from "./pass-parts.ts";
import { presentEnvironment } from "./present-environment.ts";
import { recompute } from "./tick.ts";

/** `sizes` are kept from part to part; `taken` is told of the part before it is computed. */
type Taking = { sizes?: PartSizes; taken?(part: Part): void };

/**
 * Computes the next part of the oldest open pass, in one transaction with what is kept of the pass's progress; a worker killed
 * anywhere leaves the part to others. Workers pass by the chunks that others have.
 * @returns whether there was anything to do
 */
export async function runPassPart(
  app: App,
  { sizes = createPartSizes(), taken }: Taking = {},
): Promise<boolean> {
  const computed = await app.db.transaction().execute(async (tx) => {
    const chunk = await takeChunk(tx);
    if (!chunk) return undefined;
    const part = await firstPart(tx, chunk, sizes.of(chunk.pass_id));
    taken?.(part);
    const wantedNodes = async () => {
      const nodes = await nodesOf(app, tx);
      return part.node_keys ? withDependents(nodes, part.node_keys) : nodes;
    };
    if (part.rebuilds) {
      const accountIds = await accountsOf(tx, part);
      for (const node of await wantedNodes()) await node.rebuild?.({ tx, accountIds });
    }
    const accountIds = await accountsOf(tx, part, { isLocked: true });
    const elapsed = stopwatch();
    // Read once the accounts are locked, for which this may have waited: a definition, or a day, that came meanwhile may have been
    // worked out for them already, and must not be undone.
    const environment = await presentEnvironment(app, tx, accountIds);
    await recompute(app, tx, environment, await wantedNodes(), accountIds);
    await finishPart(tx, environment.ctx.now, part, accountIds.length);
    return { part, elapsed };
  });
  if (!computed) return app.db.transaction().execute((tx) => dividePass(tx, app.clock.now()));
  const { part, elapsed } = computed;
  sizes.took(part, elapsed());
  return true;
}

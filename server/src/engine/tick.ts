import type { App } from "../kernel/app.ts";
import type { Change, DomainEvent } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { announce } from "../kernel/live.ts";
import { publish } from "../kernel/publish.ts";
import { computeAccounts } from "./compute.ts";
import { takeDirty } from "./dirty.ts";
import { levelsOf } from "./graph.ts";
import type { ComputeEnvironment, DerivedNode, Difference } from "./node.ts";
import { keptAsOf, nodesOf } from "./nodes.ts";
import { engineName, presentEnvironment } from "./present-environment.ts";

/** So many accounts are computed together at most. */
export const batchSize = 400;

/** Which accounts a tick may take; `taken` is told of them before they are computed. */
export type Taking = { limit: number; except: readonly string[]; taken(ids: readonly string[]): void };

/**
 * Recomputes one batch of marked accounts: takes them, computes, records differences and what follows from them, all
 * in one transaction. A worker killed anywhere leaves the marks as they were.
 * @returns how many accounts it took; 0 when nothing is marked or all marked are held by other workers
 */
export async function tick(
  app: App,
  { limit = batchSize, except = [], taken }: Partial<Taking> = {},
): Promise<number> {
  return app.db.transaction().execute(async (tx) => {
    const ids = await takeDirty(tx, limit, except);
    if (ids.length === 0) return 0;
    taken?.(ids);
    // Both are read once the accounts are locked: whatever changes later comes with marks or a pass that waits for them.
    const environment = await presentEnvironment(app, tx, ids);
    await recompute(app, tx, environment, await nodesOf(app, tx), ids);
    return ids.length;
  });
}

/** Computes these nodes for these (locked) accounts and writes what follows from the differences. */
export async function recompute(
  app: App,
  tx: Tx,
  environment: ComputeEnvironment,
  nodes: readonly DerivedNode[],
  accountIds: readonly string[],
): Promise<void> {
  const { ctx } = environment;
  const levels = levelsOf(nodes);
  const { differences, beside } = await computeAccounts(tx, environment, levels, accountIds);
  if (differences.length === 0 && beside.every(({ changes, events }) => changes.length + events.length === 0))
    return;
  const changes: Change[] = differences.map(changeOf);
  const events: DomainEvent[] = [];
  // In the order of computation, so that causes stand before what follows from them.
  const keptAs = await keptAsOf(app, tx);
  const byColumn = Map.groupBy(differences, (difference) => difference.column);
  for (const level of levels) {
    for (const [announceTogether, nodes] of Map.groupBy(level, (node) => node.announce)) {
      const own = nodes.flatMap((node) => node.columns.flatMap((column) => byColumn.get(column.name) ?? []));
      if (own.length === 0 || !announceTogether) continue;
      const announced = await announceTogether({ tx, ctx, differences: own, together: differences, keptAs });
      for (const change of announced.changes ?? []) changes.push(change);
      for (const event of announced.events ?? []) events.push(event);
    }
  }
  for (const outcome of beside) {
    changes.push(...outcome.changes);
    events.push(...outcome.events);
  }
  await publish(app, tx, ctx, engineName, { changes, events, isDerived: true });
  await announce(tx, recomputed(differences));
}

/** Tells the pages that show these accounts; what changed is in the history, so the change feed does without it. */
function recomputed(differences: readonly Difference[]): DomainEvent[] {
  const ids = new Set(differences.map((difference) => difference.accountId));
  return [...ids].map((accountId) => ({
    name: "account.recomputed",
    object: "account",
    objectId: accountId,
    accountId,
  }));
}

function changeOf(difference: Difference): Change {
  return {
    object: "account",
    objectId: difference.accountId,
    accountId: difference.accountId,
    field: difference.slug,
    old: difference.old,
    new: difference.new,
  };
}

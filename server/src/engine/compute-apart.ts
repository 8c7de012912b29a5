import type { App } from "../kernel/app.ts";
import type { Tx } from "../kernel/db.ts";
import { computeAccounts } from "./compute.ts";
import { levelsOf, withSources } from "./graph.ts";
import type { ComputeEnvironment, DerivedNode } from "./node.ts";
import { nodesOf } from "./nodes.ts";

/**
 * Works out some nodes, and all that they read, in `account_derived` as this transaction sees it, without history, events or
 * what nodes keep beside accounts: for tables that stand in for the real ones.
 * @param wanted nodes of one's own; they may bring what no definition brings
 */
export async function computeApart(
  app: App,
  tx: Tx,
  environment: ComputeEnvironment,
  wanted: readonly DerivedNode[],
  accountIds: readonly string[],
): Promise<void> {
  const known = (await nodesOf(app, tx)).filter((node) => node.kind !== "keeping");
  const nodes = withSources([...known, ...wanted], wanted);
  await computeAccounts(tx, environment, levelsOf(nodes), accountIds);
}

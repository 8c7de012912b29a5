import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { withDependents } from "./graph.ts";
import { nodesOf } from "./nodes.ts";
import type { Pass } from "./passes.ts";

type Progress = Pick<Pass, "requestedAt" | "accountsDone" | "accountsTotal">;
type OpenPass = Progress & { nodeKeys: string[] | null };

/**
 * Gives how far the open pass over a node is, one over what the node is worked out from included; null where none is under way.
 * Ask before the values that are shown beside it are read: where nothing was under way then, they are of the present definition.
 */
export async function progressOfNodes(app: App): Promise<(nodeKey: string) => Progress | null> {
  const { rows } = await sql<OpenPass>`
    select node_keys as "nodeKeys", requested_at as "requestedAt", accounts_done as "accountsDone", accounts_total as "accountsTotal"
      from engine_passes where finished_at is null order by requested_at desc, id desc
  `.execute(app.db);
  if (rows.length === 0) return () => null;
  const nodes = await nodesOf(app, app.db);
  const open = rows.map(({ nodeKeys, ...progress }) => {
    const covered = new Set(
      nodeKeys && [...nodeKeys, ...withDependents(nodes, nodeKeys).map(({ key }) => key)],
    );
    return { covers: (key: string) => nodeKeys === null || covered.has(key), progress };
  });
  return (nodeKey) => open.find(({ covers }) => covers(nodeKey))?.progress ?? null;
}

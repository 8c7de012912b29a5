import type { ListedMetric, Metric } from "@perennial/contract";
import { listPasses } from "../engine/index.ts";
import type { Db } from "../kernel/db.ts";
import { nodeKeyOf } from "./metric-nodes.ts";

/** With the recompute that is under way for each. */
export async function withPasses(db: Db, metrics: readonly Metric[]): Promise<ListedMetric[]> {
  const open = (await listPasses(db)).filter((pass) => pass.finishedAt === null);
  return metrics.map((metric) => {
    const pass = open.find((each) => each.nodeKeys?.includes(nodeKeyOf(metric)));
    if (!pass) return { ...metric, pass: null };
    const { requestedAt, accountsDone, accountsTotal } = pass;
    return { ...metric, pass: { requestedAt, accountsDone, accountsTotal } };
  });
}

import type { ListedMetric, Metric } from "@perennial/contract";
import { progressOfNodes } from "../engine/index.ts";
import type { App } from "../kernel/app.ts";
import { nodeKeyOf } from "./metric-nodes.ts";

/** With the recompute that is under way for each. */
export async function withPasses(app: App, metrics: readonly Metric[]): Promise<ListedMetric[]> {
  const progressOf = await progressOfNodes(app);
  return metrics.map((metric) => ({ ...metric, pass: progressOf(nodeKeyOf(metric)) }));
}

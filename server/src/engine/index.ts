import type { Slice } from "../kernel/slice.ts";
import { markDirty } from "./dirty.ts";
import { engineGauges } from "./engine-gauges.ts";
import { followCompany } from "./follow-company.ts";
import { computeOnceMore, followRelease } from "./follow-release.ts";
import { pastOfNodes } from "./past-of-nodes.ts";
import { engineCrons, startDay } from "./start-day.job.ts";
import { hourCrons, startHour } from "./start-hour.job.ts";
import { startEngine } from "./worker.ts";

export { assertUnread, checkOrder, circleThrough } from "./check-order.ts";
export { computeApart } from "./compute-apart.ts";
export { markDirty } from "./dirty.ts";
export { drainEngine } from "./drain-engine.ts";
export type {
  Announce,
  ComputeEnvironment,
  DerivedColumn,
  DerivedField,
  DerivedNode,
  Difference,
  ExpressionNode,
  KeepingNode,
  NodeSource,
  Outcome,
  SourceNode,
} from "./node.ts";
export { fieldsOfNodes } from "./nodes.ts";
export { listPasses, type Pass, requestPass } from "./passes.ts";
export { progressOfNodes } from "./progress.ts";

/** The live engine: keeps derived values of accounts true as facts change. It knows graphs and sets, no meaning. */
export const engineSlice: Slice = {
  name: "engine",
  afterCommand: async (tx, ctx, what, app) => {
    if (what.isDerived) return;
    await followCompany(tx, ctx, what, app);
    const touched = [...what.changes, ...what.events].flatMap(({ accountId }) =>
      accountId ? [accountId] : [],
    );
    await markDirty(tx, touched, ctx.now);
  },
  contributes: { gauges: [engineGauges], pastSources: [pastOfNodes] },
  jobs: [startDay, startHour, computeOnceMore],
  crons: [...engineCrons, ...hourCrons],
  async start(app) {
    await followRelease(app);
    return startEngine(app);
  },
};

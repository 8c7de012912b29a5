import type { App } from "../kernel/app.ts";
import type { Slice } from "../kernel/slice.ts";
import { ensureEventMonths, monthOf } from "./event-months.ts";
import { eventRoutes } from "./events.routes.ts";
import { eventsThen } from "./events-then.ts";
import { attachAppeared, attachHeldEvents, hourlySweep, sweepEvents } from "./held-events.jobs.ts";
import { mountIngest } from "./ingest/ingest.mount.ts";
import { followTimeZone } from "./rebuild-buckets.ts";
import { ruleEvents } from "./rule-events.ts";
import { sourceQuality } from "./source-quality.ts";
import { createWriteKeyNow } from "./write-keys/write-key.command-line.ts";

export { eventsThen } from "./events-then.ts";
export { rebuildBuckets } from "./rebuild-buckets.ts";
export { type RecordedRow, recordEvents } from "./record-events.ts";
export { createWriteKey } from "./write-keys/write-keys.ts";

/** Events: what contacts did in the product, as it happened and in daily buckets. */
export const eventsSlice: Slice = {
  name: "events",
  routes: eventRoutes,
  mounts: [mountIngest],
  jobs: [attachHeldEvents, sweepEvents],
  crons: [hourlySweep],
  commandLines: [createWriteKeyNow],
  async afterCommand(tx, ctx, what, app) {
    await followTimeZone(tx, ctx, what, app);
    await attachAppeared(tx, ctx, what, app);
  },
  contributes: {
    ruleEvents,
    tablesThen: eventsThen,
    qualityChecks: sourceQuality,
  },
  ensureShipped: async (app: App, ctx) => {
    const months = [-1, 0, 1, 2].map((months) => monthOf(ctx.today.add({ months }).toString()));
    await ensureEventMonths(app, months);
  },
};

import type { EventSource } from "@perennial/rules";
import type { App } from "../kernel/app.ts";
import type { Db, Tx } from "../kernel/db.ts";
import type { Slice } from "../kernel/slice.ts";
import { ensureEventMonths, monthOf } from "./event-months.ts";
import { eventRoutes } from "./events.routes.ts";
import { eventsThen } from "./events-then.ts";
import { attachAppeared, attachHeldEvents, hourlySweep, sweepEvents } from "./held-events.jobs.ts";
import { mountIngest } from "./ingest/ingest.mount.ts";
import { followTimeZone } from "./rebuild-buckets.ts";
import { sourceQuality } from "./source-quality.ts";
import { createWriteKeyNow } from "./write-keys/write-key.command-line.ts";

export { eventsThen } from "./events-then.ts";
export { rebuildBuckets } from "./rebuild-buckets.ts";
export { type RecordedRow, recordEvents } from "./record-events.ts";
export { createWriteKey } from "./write-keys/write-keys.ts";

/** What rules may ask about an account's events: daily counts, and the rows where properties or instants are asked. */
async function accountEvents(db: Db | Tx): Promise<EventSource> {
  const names = await db.selectFrom("event_names").select("name").orderBy("name").limit(1000).execute();
  return {
    names: names.map((row) => row.name),
    sql: {
      daily: {
        table: "event_days",
        on: [["id", "account_id"]],
        eventId: "event_id",
        day: "day",
        count: "count",
      },
      raw: {
        table: "events",
        on: [["id", "account_id"]],
        eventId: "event_id",
        at: "at",
        count: "count",
        properties: "properties",
      },
      names: { table: "event_names", id: "id", name: "name" },
    },
  };
}

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
    ruleEvents: [{ of: "account", source: accountEvents }],
    tablesThen: eventsThen,
    qualityChecks: sourceQuality,
  },
  ensureShipped: async (app: App, ctx) => {
    const months = [-1, 0, 1, 2].map((months) => monthOf(ctx.today.add({ months }).toString()));
    await ensureEventMonths(app, months);
  },
};

import { sql } from "kysely";
import { z } from "zod";
import { requestPass } from "../engine/index.ts";
import type { Tx } from "../kernel/db.ts";
import { defineCron, defineJob, enqueue } from "../kernel/jobs/index.ts";
import { refreshBaselines } from "./baselines.ts";

export const refreshBaselinesNightly = defineJob({
  name: "segments.refresh-baselines",
  payload: z.object({}),
  queue: "segments",
  run: ({ app }) => refreshBaselines(app),
});

/** Who counts as healthy is decided otherwise: baselines are worked out anew, and all that is judged by them. */
export const refreshBaselinesNow = defineJob({
  name: "segments.refresh-baselines-now",
  payload: z.object({}),
  queue: "segments",
  run: async ({ app }) => {
    await refreshBaselines(app);
    await app.db
      .transaction()
      .execute((tx) =>
        requestPass(tx, app.clock.now(), "Other accounts count as healthy: baselines are new"),
      );
  },
});

/** Asks for the baselines to be worked out anew, once this transaction is through. */
export async function requestBaselines(tx: Tx): Promise<void> {
  await enqueue(tx, refreshBaselinesNow, {});
}

/** On the day of an import nobody has to wait for the night: the first baselines come within the hour, and are used at once. */
export const workOutFirstBaselines = defineJob({
  name: "segments.work-out-first-baselines",
  payload: z.object({}),
  queue: "segments",
  run: async ({ app }) => {
    if (await hasBaselines()) return;
    await refreshBaselines(app);
    if (!(await hasBaselines())) return;
    await app.db
      .transaction()
      .execute((tx) => requestPass(tx, app.clock.now(), "The first baselines of segments are known"));

    async function hasBaselines(): Promise<boolean> {
      const { rows } = await sql`select from segment_baselines limit 1`.execute(app.db);
      return rows.length > 0;
    }
  },
});

/** Shortly before midnight, so that the new day's values are judged by them. */
export const baselineCrons = [
  defineCron({ job: refreshBaselinesNightly, payload: {}, pattern: "45 23 * * *" }),
  defineCron({ job: workOutFirstBaselines, payload: {}, pattern: "7 * * * *" }),
];

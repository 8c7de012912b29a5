import { z } from "zod";
import type { App } from "../../kernel/app.ts";
import { defineJob } from "../../kernel/jobs/index.ts";
import { announce } from "../../kernel/live.ts";
import { catalogOf } from "../../objects/index.ts";
import { checkModel, fieldsRead } from "../check-model.ts";
import { readScore } from "../health.sql.ts";
import { placedMeasures } from "../model.ts";
import { type BackcastRow, readBackcast } from "./backcasts.sql.ts";
import { castDay } from "./cast-day.ts";
import { daysOfPeriod } from "./days-of-period.ts";

/** Day by day, each in its own transaction: interrupted, it goes on with the day it was at. */
export const runBackcast = defineJob({
  name: "health.cast-back",
  payload: z.object({ id: z.uuid() }),
  queue: "health-backcasts",
  run: async ({ app, payload }) => {
    try {
      await castAll(app, payload.id);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      await set(app, payload.id, {
        status: "failed",
        error: message,
        finished_at: app.clock.now().toString(),
      });
      throw error;
    }
  },
});

async function castAll(app: App, id: string): Promise<void> {
  const row = await readBackcast(app.db, id);
  const score = await readScore(app.db, row.score);
  const reads = await readsOfModel(app, row);
  const days = daysOfPeriod(Temporal.PlainDate.from(row.from), Temporal.PlainDate.from(row.to), row.step);
  for (const [at, day] of days.entries()) {
    const { status, daysDone } = await readBackcast(app.db, id);
    if (status !== "running") return;
    if (at < daysDone) continue;
    await castDay(app, { id, score, model: row.model, reads }, day);
    await set(app, id, { days_done: at + 1 });
  }
  await set(app, id, { status: "done", finished_at: app.clock.now().toString() });
}

/** What the model reads; of one whose fields are partly gone, what is still there. */
async function readsOfModel(app: App, { model }: BackcastRow): Promise<string[]> {
  try {
    return await app.db.transaction().execute((tx) => checkModel(app, tx, model));
  } catch {
    const fields = (await catalogOf(app)).fieldsOf("account");
    const read = placedMeasures(model).flatMap(({ measure }) => fieldsRead(measure));
    return read.filter((slug) => fields.has(slug));
  }
}

type Progress = { days_done?: number; status?: string; error?: string; finished_at?: string };

async function set(app: App, id: string, progress: Progress): Promise<void> {
  await app.db.transaction().execute(async (tx) => {
    const update = tx.updateTable("health_backcasts").set(progress).where("id", "=", id);
    await update.where("status", "=", "running").execute();
    await announce(tx, [
      { name: "health-backcast.moved", object: "health-backcast", objectId: id, accountId: null },
    ]);
  });
}

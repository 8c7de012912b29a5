import { z } from "zod";
import { defineCron, defineJob } from "../kernel/jobs/index.ts";
import { dropOrphanedMarks } from "./dirty.ts";
import { requestPass } from "./passes.ts";

/** Local midnight: what only the clock changes (sliding windows, “in the next 90 days”) is computed for all accounts. */
export const startDay = defineJob({
  name: "engine.start-day",
  payload: z.object({}),
  async run({ app, ctx }) {
    await app.db.transaction().execute(async (tx) => {
      await dropOrphanedMarks(tx);
      await requestPass(tx, ctx.now, "a new day");
    });
  },
});

export const engineCrons = [defineCron({ job: startDay, payload: {}, pattern: "0 0 * * *" })];

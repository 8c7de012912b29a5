import { z } from "zod";
import { defineCron, defineJob } from "../kernel/jobs/index.ts";
import { dropOrphanedMarks } from "./dirty.ts";
import { storeStatements } from "./follow-release.ts";
import { requestPass } from "./passes.ts";
import { presentStatements } from "./statements.ts";

/** Local midnight: what only the clock changes (sliding windows, “in the next 90 days”) is computed for all accounts. */
export const startDay = defineJob({
  name: "engine.start-day",
  payload: z.object({}),
  async run({ app, ctx }) {
    const statements = await presentStatements(app);
    await app.db.transaction().execute(async (tx) => {
      await dropOrphanedMarks(tx);
      await storeStatements(tx, statements);
      await requestPass(tx, ctx.now, "a new day");
    });
  },
});

export const engineCrons = [defineCron({ job: startDay, payload: {}, pattern: "0 0 * * *" })];

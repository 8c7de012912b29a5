import { z } from "zod";
import { defineCron, defineJob } from "../kernel/jobs/index.ts";
import { countedChecks } from "./checks.ts";
import { keepCount } from "./counts.sql.ts";

/** Counts what every check finds, once a day, so that one can see whether the data gets better. */
export const keepCounts = defineJob({
  name: "data-quality.keep-counts",
  payload: z.object({}),
  async run({ app, ctx }) {
    const counted = await countedChecks(app, app.db, ctx);
    await app.db.transaction().execute(async (tx) => {
      for (const [{ slug }, found] of counted) await keepCount(tx, { slug, on: ctx.today, ...found });
    });
  },
});

/** After midnight's passes, when what follows from the new day is worked out. */
export const keepCountsDaily = defineCron({ job: keepCounts, payload: {}, pattern: "45 0 * * *" });

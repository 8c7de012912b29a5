import { z } from "zod";
import { requestPass } from "../engine/index.ts";
import { defineCron, defineJob } from "../kernel/jobs/index.ts";
import { metricNodeKeys } from "./metric-nodes.ts";

/** Midnight: every window moves by a day, for all accounts. */
export const moveWindows = defineJob({
  name: "metrics.move-windows",
  payload: z.object({}),
  async run({ app, ctx }) {
    await app.db
      .transaction()
      .execute((tx) => requestPass(tx, ctx.now, "a new day for metrics", metricNodeKeys));
  },
});

export const metricCrons = [defineCron({ job: moveWindows, payload: {}, pattern: "0 0 * * *" })];

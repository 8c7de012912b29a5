import { z } from "zod";
import { defineCron, defineJob } from "../kernel/jobs/index.ts";
import { generateAll } from "./generate-renewals.ts";

/**
 * Midnight: renewals whose day to appear has come, and terms that have renewed themselves. The figures that change
 * because a day is over are the live engine's own midnight.
 */
export const startRenewalDay = defineJob({
  name: "renewals.start-day",
  payload: z.object({}),
  queue: "renewals",
  async run({ app, ctx }) {
    const generated = await generateAll(app, ctx);
    ctx.log.info(generated, "renewals generated");
  },
});

export const renewalCrons = [defineCron({ job: startRenewalDay, payload: {}, pattern: "0 0 * * *" })];

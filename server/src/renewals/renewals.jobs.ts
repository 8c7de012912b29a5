import { z } from "zod";
import { requestPass } from "../engine/index.ts";
import { defineCron, defineJob } from "../kernel/jobs/index.ts";
import { generateAll } from "./generate-renewals.ts";

/**
 * Midnight: renewals whose day to appear has come, terms that have renewed themselves, and every figure that changes
 * because a day is over (ARR of lines that begin or end, lifecycle, the next renewal).
 */
export const startRenewalDay = defineJob({
  name: "renewals.start-day",
  payload: z.object({}),
  queue: "renewals",
  async run({ app, ctx }) {
    const generated = await generateAll(app, ctx);
    ctx.log.info(generated, "renewals generated");
    await app.db
      .transaction()
      .execute((tx) =>
        requestPass(tx, ctx.now, "a new day for revenue and renewals", ["revenue", "renewals", "lifecycle"]),
      );
  },
});

export const renewalCrons = [defineCron({ job: startRenewalDay, payload: {}, pattern: "0 0 * * *" })];

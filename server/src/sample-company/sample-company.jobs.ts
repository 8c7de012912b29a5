import { z } from "zod";
import { defineJob } from "../kernel/jobs/index.ts";
import { fillSampleCompany, hasSampleCompany } from "./fill-sample-company.ts";
import { removeSampleCompany } from "./remove-sample-company.ts";

/**
 * Fills the sample company in the background. Taken up again after a crash it removes what was half there first: the
 * filling is told as one life, not continued in the middle.
 */
export const fillJob = defineJob({
  name: "sample-company.fill",
  payload: z.object({}),
  queue: "sample-company",
  maxAttempts: 3,
  async run({ app, ctx }) {
    if (await hasSampleCompany(app)) await removeSampleCompany(app);
    await fillSampleCompany(app, (line) => ctx.log.info(line));
  },
});

/** Removes it in the background. */
export const removeJob = defineJob({
  name: "sample-company.remove",
  payload: z.object({}),
  queue: "sample-company",
  async run({ app }) {
    await removeSampleCompany(app);
  },
});

import { z } from "zod";
import { execute } from "../kernel/command.ts";
import { defineCron, defineJob } from "../kernel/jobs/index.ts";
import { versionInUse } from "./likelihood-versions.sql.ts";
import { predictAllJob } from "./predict-all.job.ts";
import { trainModel } from "./train-likelihood.ts";

/** So long a trained version is left in use before the schedule trains anew. */
const retrainedAfterDays = 7;

/** Trains because a person asked. */
export const trainJob = defineJob({
  name: "likelihood.train",
  payload: z.object({}),
  queue: "likelihood",
  async run({ app, ctx }) {
    await execute(app, ctx, trainModel, {});
  },
});

/** Nightly: trains where a trained version is a week old, or where there is none yet. */
export const trainWhenDueJob = defineJob({
  name: "likelihood.train-when-due",
  payload: z.object({}),
  queue: "likelihood",
  async run({ app, ctx }) {
    const current = await versionInUse(app.db);
    const isFresh =
      current?.kind === "trained" &&
      Temporal.Instant.from(current.trainedAt).until(ctx.now).total("hours") < retrainedAfterDays * 24 - 1;
    if (!isFresh) await execute(app, ctx, trainModel, {});
  },
});

export const likelihoodCrons = [
  defineCron({ job: predictAllJob, payload: {}, pattern: "30 0 * * *" }),
  defineCron({ job: trainWhenDueJob, payload: {}, pattern: "0 3 * * *" }),
];

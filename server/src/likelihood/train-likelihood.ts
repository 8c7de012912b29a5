import { sql } from "kysely";
import { z } from "zod";
import { command } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { enqueue } from "../kernel/jobs/index.ts";
import { featureSpecs } from "./features/read-features.ts";
import { type StoredVersion, storeVersion, versionInUse } from "./likelihood-versions.sql.ts";
import { type BackTest, backTest, closedIn, isEnough, leastToLearn } from "./model/back-test.ts";
import { learn } from "./model/learn.ts";
import { priorOf } from "./model/prior.ts";
import type { FeatureSpec, Sample } from "./model/sample.ts";
import { predictAllJob } from "./predict-all.job.ts";
import { readSamples } from "./read-samples.ts";

type Lesson = Pick<StoredVersion, "kind" | "reason" | "model" | "backTest" | "renewed" | "lost" | "looks">;

/**
 * What these looks teach: a trained model, or the prior where too little has closed or where, in the back-test, training
 * did worse than giving everybody the base rate.
 */
export function lessonOf(samples: readonly Sample[], specs: readonly FeatureSpec[]): Lesson {
  const closed = closedIn(samples);
  const counts = { ...closed, looks: samples.length };
  const needed = `${leastToLearn.closed} closed renewals and ${leastToLearn.lost} losses are needed`;
  if (!isEnough(closed)) {
    const reason = `${closed.renewed + closed.lost} renewals have closed, ${closed.lost} of them lost; ${needed}.`;
    return { kind: "prior", reason, model: priorOf(closed), backTest: null, ...counts };
  }
  const tested = backTest(samples, specs);
  if (tested && isWorseThanBaseRate(tested)) {
    const reason =
      "In the back-test, training did worse than giving everybody the base rate, so nothing learned is used.";
    return { kind: "prior", reason, model: priorOf(closed), backTest: tested, ...counts };
  }
  const reason = tested
    ? `Learned from ${closed.renewed + closed.lost} closed renewals, ${closed.lost} of them lost.`
    : `Learned from ${closed.renewed + closed.lost} closed renewals; too little of it lies far enough back for a back-test.`;
  return { kind: "trained", reason, model: learn(samples, specs), backTest: tested, ...counts };
}

function isWorseThanBaseRate({ overall: { model, baseRate } }: BackTest): boolean {
  return model.lost >= leastToLearn.lost && (model.brier ?? 0) > (baseRate.brier ?? 0);
}

/** Trains the model anew and has open renewals judged by it. A prior that says the same as before makes no version. */
export const trainModel = command({
  name: "likelihood.train",
  permission: "likelihood.write",
  input: z.object({}),
  async run({ app, tx, ctx }) {
    const samples = await readSamples(app, tx, ctx);
    const lesson = lessonOf(samples, featureSpecs(app));
    const current = await versionInUse(tx);
    if (current && isSamePrior(current, lesson)) return { result: { version: current.version } };
    const version = await storeVersion(tx, {
      ...lesson,
      renewedRatio: await renewedRatio(tx, ctx),
      trainedBy: ctx.actor.name,
      trainedAt: ctx.now.toString(),
    });
    if (await hasOpenRenewals(tx)) await enqueue(tx, predictAllJob, {});
    return {
      result: { version },
      events: [
        {
          name: "likelihood.trained",
          object: "likelihood",
          objectId: null,
          accountId: null,
          payload: { version, kind: lesson.kind },
        },
      ],
    };
  },
});

function isSamePrior(current: StoredVersion, lesson: Lesson): boolean {
  return (
    current.kind === "prior" &&
    lesson.kind === "prior" &&
    current.renewed === lesson.renewed &&
    current.lost === lesson.lost
  );
}

async function hasOpenRenewals(tx: Tx): Promise<boolean> {
  const { rows } = await sql`
    select 1 from renewals where outcome is null and archived_at is null limit 1
  `.execute(tx);
  return rows.length > 0;
}

/** Σ final over Σ target of the renewals won in the last two years, kept within 0.5 and 2; 1 where there are fewer than ten. */
async function renewedRatio(tx: Tx, ctx: Context): Promise<number> {
  const { rows } = await sql<{ ratio: number | null }>`
    select case when count(*) >= 10 then (sum(final_arr) / sum(target_arr))::float8 end as ratio from renewals
     where outcome = 'renewed' and archived_at is null and target_arr > 0 and final_arr is not null
       and due_on > ${ctx.today.subtract({ years: 2 }).toString()}::date
  `.execute(tx);
  return Math.round(1000 * Math.min(2, Math.max(0.5, rows[0]?.ratio ?? 1))) / 1000;
}

import { getLikelihoodVersion, listLikelihoodVersions, trainLikelihood } from "@perennial/contract";
import { z } from "zod";
import { fieldsOfNodes } from "../engine/index.ts";
import type { App } from "../kernel/app.ts";
import { command, execute } from "../kernel/command.ts";
import { route } from "../kernel/http/route.ts";
import { enqueue } from "../kernel/jobs/index.ts";
import { ask } from "../kernel/query.ts";
import type { Slice } from "../kernel/slice.ts";
import { startWokenLoop } from "../kernel/woken-loop.ts";
import { likelihoodExplainer } from "./explain-likelihood.ts";
import { likelihoodCrons, trainJob, trainWhenDueJob } from "./likelihood.jobs.ts";
import { listVersions, showVersion } from "./likelihood.view.ts";
import { likelihoodNodes } from "./likelihood-nodes.ts";
import { versionInUse } from "./likelihood-versions.sql.ts";
import { markChanged, marksChannel, refreshMarked } from "./marks.ts";
import { predictAllJob } from "./predict-all.job.ts";
import { trainModel } from "./train-likelihood.ts";

export type { FeatureScope, FeatureSource } from "./features/feature-source.ts";
export { recencyFeatures } from "./features/recency.sql.ts";
export { trainModel } from "./train-likelihood.ts";

const requestTraining = command({
  name: "likelihood.request-training",
  permission: "likelihood.write",
  input: z.object({}),
  async run({ tx }) {
    await enqueue(tx, trainJob, {}, { key: "by-hand" });
    return { result: { isQueued: true as const } };
  },
});

/** The likelihood model: what the company's own closed renewals teach of the open ones, beside what people say. */
export const likelihoodSlice: Slice = {
  name: "likelihood",
  jobs: [predictAllJob, trainJob, trainWhenDueJob],
  crons: likelihoodCrons,
  routes: [
    route(listLikelihoodVersions, async ({ app, ctx }) => ({ items: await ask(app, ctx, listVersions, {}) })),
    route(getLikelihoodVersion, ({ app, ctx, params }) => ask(app, ctx, showVersion, params)),
    route(trainLikelihood, ({ app, ctx }) => execute(app, ctx, requestTraining, {})),
  ],
  contributes: {
    nodeSources: [likelihoodNodes],
    fieldSources: [fieldsOfNodes(likelihoodNodes)],
    explainers: [likelihoodExplainer],
  },
  afterCommand: (tx, ctx, what) => markChanged(tx, what, ctx.now),
  async ensureShipped(app, ctx) {
    if (!(await versionInUse(app.db))) await execute(app, ctx, trainModel, {});
  },
  start: (app: App) =>
    startWokenLoop(app, {
      channel: marksChannel,
      idleMs: 2_000,
      failure: "the likelihood of renewals that changed was not worked out; trying again",
      work: async () => (await refreshMarked(app)) > 0,
    }),
};

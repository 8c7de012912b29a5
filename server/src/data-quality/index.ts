import {
  archiveStandard,
  createStandard as createStandardEndpoint,
  listQualityChecks,
  listQualityRows,
  listStandards,
  restoreStandard,
  updateStandard as updateStandardEndpoint,
} from "@perennial/contract";
import { assertPermitted, execute } from "../kernel/command.ts";
import { route } from "../kernel/http/route.ts";
import { ask, query } from "../kernel/query.ts";
import type { Slice } from "../kernel/slice.ts";
import { catalogOf } from "../objects/index.ts";
import { rowList } from "./check-rows.view.ts";
import { countedChecks, presentCheck } from "./checks.ts";
import { trendsOf } from "./counts.sql.ts";
import { keepCounts, keepCountsDaily } from "./keep-counts.job.ts";
import { readStandard, readStandards } from "./standards.view.ts";
import { unusedTraits } from "./unused-traits.ts";
import { createStandard, setStandardArchived, updateStandard } from "./write-standard.ts";

const checkList = query({
  name: "data-quality.list",
  permission: "data-quality.read",
  input: listQualityChecks.query,
  async run({ app, db, ctx }) {
    const catalog = await catalogOf(app);
    const trends = await trendsOf(db, ctx.today);
    const counted = await countedChecks(app, db, ctx);
    const items = counted.map(([check, found]) => presentCheck(check, catalog, found, trends));
    return { items, currency: (await app.company()).currency };
  },
});

/** Whether the data can be trusted: checks that slices contribute and rules of the company's own, with what follows from each. */
export const dataQualitySlice: Slice = {
  name: "data-quality",
  contributes: { qualityChecks: [unusedTraits] },
  jobs: [keepCounts],
  crons: [keepCountsDaily],
  routes: [
    route(listQualityChecks, ({ app, ctx, query: asked }) => ask(app, ctx, checkList, asked)),
    route(listQualityRows, ({ app, ctx, params, query: asked }) =>
      ask(app, ctx, rowList, { ...params, ...asked }),
    ),
    route(listStandards, async ({ app, ctx, query: { archived } }) => {
      assertPermitted(ctx, "data-quality.read");
      const items = await readStandards(app, app.db, { isArchived: archived === "true" });
      return { items, nextCursor: null };
    }),
    route(createStandardEndpoint, async ({ app, ctx, body }) => {
      const { id } = await execute(app, ctx, createStandard, body);
      return readStandard(app, app.db, id);
    }),
    route(updateStandardEndpoint, async ({ app, ctx, params, body }) => {
      const { id } = await execute(app, ctx, updateStandard, { id: params.id, patch: body });
      return readStandard(app, app.db, id);
    }),
    route(archiveStandard, async ({ app, ctx, params }) => {
      const { id } = await execute(app, ctx, setStandardArchived, { id: params.id, isArchived: true });
      return readStandard(app, app.db, id);
    }),
    route(restoreStandard, async ({ app, ctx, params }) => {
      const { id } = await execute(app, ctx, setStandardArchived, { id: params.id, isArchived: false });
      return readStandard(app, app.db, id);
    }),
  ],
};

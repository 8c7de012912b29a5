import {
  fillSampleCompany as fillEndpoint,
  getSampleCompany,
  removeSampleCompany as removeEndpoint,
} from "@perennial/contract";
import { assertPermitted, execute } from "../kernel/command.ts";
import { route } from "../kernel/http/route.ts";
import type { Slice } from "../kernel/slice.ts";
import { requestSampleCompany } from "./request-sample-company.ts";
import { sampleCompanyCommandLine } from "./sample-company.command-line.ts";
import { fillJob, removeJob } from "./sample-company.jobs.ts";
import { readSampleCompany } from "./sample-company-status.ts";

/** A realistic company to try everything on: reproducible, dated relative to today, removable. */
export const sampleCompanySlice: Slice = {
  name: "sample-company",
  commandLines: [sampleCompanyCommandLine],
  jobs: [fillJob, removeJob],
  routes: [
    route(getSampleCompany, async ({ app, ctx }) => {
      assertPermitted(ctx, "sample-company.read");
      return readSampleCompany(app.db);
    }),
    route(fillEndpoint, async ({ app, ctx }) => {
      await execute(app, ctx, requestSampleCompany, { wish: "fill" });
      return readSampleCompany(app.db);
    }),
    route(removeEndpoint, async ({ app, ctx }) => {
      await execute(app, ctx, requestSampleCompany, { wish: "remove" });
      return readSampleCompany(app.db);
    }),
  ],
};

import type { Slice } from "../kernel/slice.ts";
import { sampleCompanyCommandLine } from "./sample-company.command-line.ts";

export { fillSampleCompany, hasSampleCompany } from "./fill-sample-company.ts";
export { removeSampleCompany } from "./remove-sample-company.ts";

/** A realistic company to try everything on: reproducible, dated relative to today, removable. */
export const sampleCompanySlice: Slice = {
  name: "sample-company",
  commandLines: [sampleCompanyCommandLine],
};

import type { CommandLine } from "../kernel/command-line.ts";
import { fillSampleCompany } from "./fill-sample-company.ts";
import { removeSampleCompany } from "./remove-sample-company.ts";

export const sampleCompanyCommandLine: CommandLine = {
  name: "sample-company",
  usage: "[--remove]",
  summary: "Fills a realistic sample company, or removes it without a trace in your own records.",
  options: { remove: { type: "boolean" } },
  run: (call) =>
    call.withApp(async (app) => {
      if (call.values.remove === true) {
        const removed = await removeSampleCompany(app);
        call.print(`Removed the sample company: ${removed} accounts and all that was theirs.`);
      } else await fillSampleCompany(app, call.print);
      return undefined;
    }),
};

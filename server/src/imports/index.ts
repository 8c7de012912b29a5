import type { Slice } from "../kernel/slice.ts";
import { importCommandLine } from "./import.command-line.ts";
import { importQuality } from "./import-quality.ts";
import { importCrons, runImportJob, tidyImports, undoImportJob } from "./imports.jobs.ts";
import { importRoutes, mountUploads } from "./imports.routes.ts";

/** Imports: files that become records, one road for the web and the command line. */
export const importsSlice: Slice = {
  name: "imports",
  routes: importRoutes,
  contributes: { qualityChecks: importQuality },
  mounts: [mountUploads],
  jobs: [runImportJob, undoImportJob, tidyImports],
  crons: importCrons,
  commandLines: [importCommandLine],
};

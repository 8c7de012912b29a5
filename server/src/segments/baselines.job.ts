import { z } from "zod";
import { defineCron, defineJob } from "../kernel/jobs/index.ts";
import { refreshBaselines } from "./baselines.ts";

export const refreshBaselinesNightly = defineJob({
  name: "segments.refresh-baselines",
  payload: z.object({}),
  queue: "segments",
  run: ({ app }) => refreshBaselines(app),
});

/** Shortly before midnight, so that the new day's values are judged by them. */
export const baselineCrons = [
  defineCron({ job: refreshBaselinesNightly, payload: {}, pattern: "45 23 * * *" }),
];

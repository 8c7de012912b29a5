import type { ChartColour } from "./model.ts";

/** Ground of a legend's mark. */
export const swatches: Record<ChartColour, string> = {
  1: "bg-chart-1",
  2: "bg-chart-2",
  3: "bg-chart-3",
  4: "bg-chart-4",
  5: "bg-chart-5",
  6: "bg-chart-6",
};

import { z } from "zod";
import type { SourceForm } from "./source-form.ts";

export const featuresSource = z
  .object({
    kind: z.literal("features"),
    aggregate: z.enum(["adopted", "breadth"]).default("adopted").describe("How many features, or % of all"),
  })
  .describe("The features that the account has adopted at the window's end");

export const featuresForm: SourceForm = {
  label: "Features adopted",
  reads: "The product's features, as they are defined beside the metrics, that the account has adopted.",
  begins: { kind: "features", aggregate: "adopted" },
  asks: [
    {
      ask: "choice",
      key: "aggregate",
      label: "Count",
      options: [
        { value: "adopted", label: "How many" },
        { value: "breadth", label: "% of all features" },
      ],
    },
  ],
};

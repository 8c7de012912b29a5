import { z } from "zod";
import type { SourceForm } from "./source-form.ts";

export const givenSource = z.object({
  kind: z.literal("given"),
  aggregate: z.enum(["sum", "mean", "min", "max", "latest"]).default("sum"),
});

export const givenForm: SourceForm = {
  label: "Given values",
  reads: "Numbers that come already counted per day or month: an import, or the API's metric values.",
  begins: { kind: "given", aggregate: "sum" },
  asks: [
    {
      ask: "choice",
      key: "aggregate",
      label: "Take",
      options: [
        { value: "sum", label: "The sum" },
        { value: "mean", label: "The mean" },
        { value: "min", label: "The smallest" },
        { value: "max", label: "The greatest" },
        { value: "latest", label: "The latest" },
      ],
    },
  ],
};

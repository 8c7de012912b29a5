import { z } from "zod";
import type { SourceForm } from "./source-form.ts";

export const traitSource = z
  .object({
    kind: z.literal("trait"),
    field: z.string().trim().min(1).max(200).describe("A number of the account whose history is kept"),
    aggregate: z
      .enum(["latest", "mean", "min", "max"])
      .default("latest")
      .describe("Of what stood at the end of each day of the window"),
  })
  .describe("A number of the account over time, by its history");

export const traitForm: SourceForm = {
  label: "A trait over time",
  reads: "A number of the account as it stood day by day, from its history.",
  begins: { kind: "trait", field: "", aggregate: "latest" },
  asks: [
    {
      ask: "field",
      key: "field",
      label: "Trait or field",
      of: "account",
      types: ["number", "integer", "percentage", "currency"],
    },
    {
      ask: "choice",
      key: "aggregate",
      label: "Take",
      options: [
        { value: "latest", label: "What stands at the window's end" },
        { value: "mean", label: "The mean of its days" },
        { value: "min", label: "The lowest day" },
        { value: "max", label: "The highest day" },
      ],
    },
  ],
};

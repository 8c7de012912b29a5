import { z } from "zod";
import type { SourceForm } from "./source-form.ts";

export const surveysSource = z.object({
  kind: z.literal("surveys"),
  survey: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .default("nps")
    .describe("nps, csat, ces, or your own survey's slug"),
  aggregate: z
    .enum(["nps", "mean-latest", "mean", "responses", "detractors"])
    .describe(
      "Of each contact's latest answer in the window: % promoters − % detractors, their mean; the mean of all answers; how many answered; how many detractors",
    ),
});

export const surveysForm: SourceForm = {
  label: "Survey answers",
  reads: "What contacts answered to NPS, CSAT, CES or your own surveys.",
  begins: { kind: "surveys", survey: "nps", aggregate: "nps" },
  asks: [
    { ask: "text", key: "survey", label: "Survey", placeholder: "nps" },
    {
      ask: "choice",
      key: "aggregate",
      label: "Work out",
      options: [
        { value: "nps", label: "NPS: % promoters − % detractors, of each contact's latest answer" },
        { value: "mean-latest", label: "Mean of each contact's latest answer" },
        { value: "mean", label: "Mean of all answers" },
        { value: "responses", label: "How many answers" },
        { value: "detractors", label: "Detractors: contacts whose latest answer is 6 or less" },
      ],
    },
  ],
};

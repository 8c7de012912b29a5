import { z } from "zod";
import type { SourceForm } from "./source-form.ts";

export const ticketsSource = z.object({
  kind: z.literal("tickets"),
  aggregate: z
    .enum(["opened", "open", "oldest-open-days", "median-resolution-hours", "mean-csat"])
    .describe(
      "Opened in the window; open now; days since the oldest open one was opened; of those solved in the window",
    ),
  priority: z.string().max(40).nullish(),
});

export const ticketsForm: SourceForm = {
  label: "Support tickets",
  reads: "Tickets opened, open, and how those solved went.",
  begins: { kind: "tickets", aggregate: "opened" },
  asks: [
    {
      ask: "choice",
      key: "aggregate",
      label: "Count",
      options: [
        { value: "opened", label: "Opened in the window" },
        { value: "open", label: "Open at its end" },
        { value: "oldest-open-days", label: "Age of the oldest open one, days" },
        { value: "median-resolution-hours", label: "Median resolution of those solved, hours" },
        { value: "mean-csat", label: "Mean satisfaction of those solved" },
      ],
    },
    { ask: "text", key: "priority", label: "Only of the priority", placeholder: "urgent" },
  ],
};

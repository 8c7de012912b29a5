import { z } from "zod";
import { askForNames, eventNames } from "./event-names.ts";
import type { SourceForm } from "./source-form.ts";

export const eventsSource = z.object({
  kind: z.literal("events"),
  names: eventNames,
  aggregate: z.enum(["count", "days"]).default("count").describe("Occurrences, or days with at least one"),
});

export const eventsForm: SourceForm = {
  label: "Events",
  reads:
    "How often something was done in the product, or on how many days. Of accounts it is read from daily counts.",
  isOfContacts: true,
  begins: { kind: "events", names: [], aggregate: "count" },
  asks: [
    askForNames,
    {
      ask: "choice",
      key: "aggregate",
      label: "Count",
      options: [
        { value: "count", label: "How often" },
        { value: "days", label: "Days with at least one" },
      ],
    },
  ],
};

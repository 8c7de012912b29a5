import { ruleJson } from "@perennial/rules";
import { z } from "zod";
import { askForNames, eventNames } from "./event-names.ts";
import type { SourceForm } from "./source-form.ts";

/** Aggregates of an event's property. */
const ofProperty: readonly string[] = ["sum", "mean", "min", "max", "latest"];

export const eventValuesSource = z
  .object({
    kind: z.literal("event-values"),
    names: eventNames,
    where: ruleJson
      .nullish()
      .describe("A rule about each event's properties: property:plan, property:amount"),
    aggregate: z
      .enum(["count", "contacts", "contacts-pct", "days", "sum", "mean", "min", "max", "latest"])
      .default("count")
      .describe(
        "Occurrences; distinct contacts, or as % of all contacts; days with at least one; of a property",
      ),
    property: z.string().trim().min(1).max(200).nullish().describe("The property that is summed or compared"),
  })
  .refine(({ aggregate, property }) => !ofProperty.includes(aggregate) || (property ?? "") !== "", {
    path: ["property"],
    error: "Name the property.",
  })
  .describe("Of the events themselves, where properties or contacts are asked");

export const eventValuesForm: SourceForm = {
  label: "Events by property or contact",
  reads:
    "The events themselves: with conditions on their properties, by who did them, or a property's value.",
  isOfContacts: true,
  begins: { kind: "event-values", names: [], aggregate: "count" },
  asks: [
    askForNames,
    { ask: "event-rule", key: "where", label: "Only where" },
    {
      ask: "choice",
      key: "aggregate",
      label: "Count",
      options: [
        { value: "count", label: "How often" },
        { value: "contacts", label: "Distinct contacts", ofAccounts: true },
        { value: "contacts-pct", label: "% of all contacts", ofAccounts: true },
        { value: "days", label: "Days with at least one" },
        { value: "sum", label: "Sum of a property" },
        { value: "mean", label: "Mean of a property" },
        { value: "min", label: "Smallest value of a property" },
        { value: "max", label: "Greatest value of a property" },
        { value: "latest", label: "Latest value of a property" },
      ],
    },
    {
      ask: "text",
      key: "property",
      label: "Property",
      placeholder: "amount",
      when: { key: "aggregate", isOneOf: ofProperty },
    },
  ],
};

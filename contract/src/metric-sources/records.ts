import { ruleJson } from "@perennial/rules";
import { z } from "zod";
import type { SourceForm } from "./source-form.ts";

const ofNumber = ["sum", "mean", "min", "max", "latest"] as const;
const ofField: readonly string[] = [...ofNumber, "distinct"];
const fieldName = z.string().trim().min(1).max(200);

export const recordsSource = z
  .object({
    kind: z.literal("records"),
    object: z
      .string()
      .trim()
      .min(1)
      .max(60)
      .describe("A kind of record that belongs to accounts: ticket, note, one's own"),
    at: fieldName.default("createdAt").describe("The date or instant by which a record falls into a window"),
    where: ruleJson.nullish().describe("A rule about the records that count"),
    aggregate: z.enum(["count", "distinct", ...ofNumber, "days", "days-since"]).default("count"),
    field: fieldName.nullish().describe("What is summed, compared or told apart"),
  })
  .refine(({ aggregate, field }) => !ofField.includes(aggregate) || (field ?? "") !== "", {
    path: ["field"],
    error: "Choose the field.",
  })
  .describe(
    "Records of any kind that belong to accounts, the company's own kinds too: also by a contact, an organization or links to several",
  );

export const recordsForm: SourceForm = {
  label: "Records",
  reads: "Tickets, notes, tasks, or records of a kind of your own, by a date or instant of theirs.",
  begins: { kind: "records", object: "", at: "createdAt", aggregate: "count" },
  asks: [
    { ask: "object", key: "object", label: "Kind of record" },
    { ask: "field", key: "at", label: "By when", of: "object", types: ["date", "instant"] },
    { ask: "record-rule", key: "where", label: "Only where" },
    {
      ask: "choice",
      key: "aggregate",
      label: "Count",
      options: [
        { value: "count", label: "How many" },
        { value: "distinct", label: "Distinct values of a field" },
        { value: "sum", label: "Sum of a number" },
        { value: "mean", label: "Mean of a number" },
        { value: "min", label: "Smallest number" },
        { value: "max", label: "Greatest number" },
        { value: "latest", label: "Latest number" },
        { value: "days", label: "Days with at least one" },
        { value: "days-since", label: "Days since the last one" },
      ],
    },
    {
      ask: "field",
      key: "field",
      label: "Field",
      of: "object",
      types: ["number", "integer", "percentage", "currency"],
      when: { key: "aggregate", isOneOf: ofNumber },
    },
    {
      ask: "field",
      key: "field",
      label: "Field",
      of: "object",
      types: ["text", "select", "contact", "teammate", "boolean", "number", "integer", "date"],
      when: { key: "aggregate", isOneOf: ["distinct"] },
    },
  ],
};

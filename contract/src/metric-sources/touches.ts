import { z } from "zod";
import type { SourceForm } from "./source-form.ts";

export const touchesSource = z
  .object({
    kind: z.literal("touches"),
    of: z
      .enum(["two-way", "received", "sent"])
      .default("two-way")
      .describe(
        "Messages that answer one of the other side, and notes of the categories named; what contacts wrote; what we wrote",
      ),
    aggregate: z.enum(["count", "days", "days-since"]).default("count"),
    noteCategories: z
      .array(z.string().trim().min(1).max(200))
      .max(50)
      .default([])
      .describe("Notes of these categories tell of a talk, and count as two-way touches"),
    tickets: z.boolean().default(false).describe("Support tickets count too, by when they were opened"),
  })
  .describe("Conversations with the account, and notes of talks");

export const touchesForm: SourceForm = {
  label: "Conversations",
  reads: "Messages between us and the account's contacts, and notes of talks. Automatic replies never count.",
  begins: { kind: "touches", of: "two-way", aggregate: "count", noteCategories: [], tickets: false },
  asks: [
    {
      ask: "choice",
      key: "of",
      label: "Touches",
      options: [
        { value: "two-way", label: "Two-way: one side answered the other" },
        { value: "received", label: "What contacts wrote" },
        { value: "sent", label: "What we wrote" },
      ],
    },
    {
      ask: "text-list",
      key: "noteCategories",
      label: "Notes of these categories count too",
      placeholder: "Call, Business review",
      when: { key: "of", isOneOf: ["two-way"] },
    },
    { ask: "yes-no", key: "tickets", label: "Support tickets that were opened count too" },
    {
      ask: "choice",
      key: "aggregate",
      label: "Count",
      options: [
        { value: "count", label: "How many" },
        { value: "days", label: "Days with at least one" },
        { value: "days-since", label: "Days since the last one" },
      ],
    },
  ],
};

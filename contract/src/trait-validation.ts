import { ruleJson } from "@perennial/rules";
import { z } from "zod";

const bound = z.string().trim().min(1).max(60);

/** What a trait's values must be; the one write road holds it for people, the API, imports and connectors alike. */
export const traitValidationSchema = z.object({
  requiredWhen: ruleJson
    .nullable()
    .default(null)
    .describe("A rule about the record's own stored fields; while it holds, the trait needs a value"),
  min: bound.nullable().default(null).describe("The least number, or the first date"),
  max: bound.nullable().default(null).describe("The greatest number, or the last date"),
  pattern: z
    .string()
    .min(1)
    .max(500)
    .nullable()
    .default(null)
    .describe("A regular expression that the whole text must match; no look-around, no back-references"),
  patternHint: z.string().trim().max(200).default("").describe("What is said when it does not match"),
  allowed: z
    .array(z.string().trim().min(1).max(200))
    .max(1000)
    .default([])
    .describe("The only texts allowed"),
});
export type TraitValidation = z.output<typeof traitValidationSchema>;

/** How a number is shown; its value stays exact. */
export const traitFormatSchema = z.object({
  decimals: z.number().int().min(0).max(6).nullable().default(null),
  unit: z.string().trim().max(20).default("").describe("Behind the number: seats, GB, h"),
});
export type TraitFormat = z.output<typeof traitFormatSchema>;

/** Who has the last word about a trait's values when people and systems disagree. */
export const traitOwners = ["source-wins", "local-wins"] as const;
export type TraitOwner = (typeof traitOwners)[number];

export const noValidation: TraitValidation = traitValidationSchema.parse({});
export const noFormat: TraitFormat = traitFormatSchema.parse({});

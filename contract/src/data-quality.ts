import { z } from "zod";
import { decimalText, endpoint } from "./endpoint.ts";

export const qualityGroups = [
  { value: "missing", label: "Missing" },
  { value: "renewals", label: "Renewals" },
  { value: "contradictions", label: "Contradictions" },
  { value: "unused", label: "Unused" },
] as const;

export const qualityCheckSchema = z.object({
  slug: z.string(),
  group: z.string(),
  title: z.string(),
  consequence: z.string().describe("What follows from it, for ARR, the forecast and whoever relies on it"),
  count: z.number(),
  arr: decimalText.describe("ARR of the accounts it touches, each counted once"),
});
export type QualityCheck = z.infer<typeof qualityCheckSchema>;

export const qualityRowSchema = z.object({
  accountId: z.uuid().nullable(),
  accountName: z.string().nullable(),
  arr: decimalText.nullable(),
  object: z.string(),
  recordId: z.uuid().nullable(),
  what: z.string().describe("What is wrong with this one"),
});
export type QualityRow = z.infer<typeof qualityRowSchema>;

export const listQualityChecks = endpoint({
  method: "GET",
  path: "/data-quality",
  summary: "List every check of the data with what it finds now",
  response: z.object({ items: z.array(qualityCheckSchema), currency: z.string() }),
});
export const listQualityRows = endpoint({
  method: "GET",
  path: "/data-quality/:slug",
  summary: "List what one check finds, the largest accounts first",
  params: z.object({ slug: z.string().max(80) }),
  query: z.object({
    limit: z.coerce.number().int().min(1).max(5000).default(1000),
  }),
  response: z.object({ check: qualityCheckSchema, items: z.array(qualityRowSchema) }),
});

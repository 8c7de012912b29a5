import { ruleJson } from "@perennial/rules";
import { z } from "zod";
import { dateText, decimalText, endpoint, idParams, instantText, slugText } from "./endpoint.ts";

export const qualityGroups = [
  { value: "standards", label: "Standards of our own" },
  { value: "missing", label: "Missing" },
  { value: "renewals", label: "Renewals" },
  { value: "contradictions", label: "Contradictions" },
  { value: "identity", label: "Duplicates" },
  { value: "sources", label: "Sources" },
  { value: "unused", label: "Unused" },
] as const;

export const standardSchema = z.object({
  id: z.uuid(),
  slug: slugText,
  name: z.string(),
  description: z.string(),
  object: z.string(),
  appliesTo: ruleJson.nullable().describe("A rule: of which records it is asked; null: of all"),
  rule: ruleJson.describe("What must hold of each"),
  sentence: z.string().nullable().describe("The rules in words; null while one of them cannot be asked"),
  problem: z.string().nullable().describe("Why it cannot be asked now: a trait that is gone, say"),
  ownerId: z.uuid().nullable(),
  ownerName: z.string().nullable(),
  createdAt: instantText,
  updatedAt: instantText,
  archivedAt: instantText.nullable(),
});
export type QualityStandard = z.infer<typeof standardSchema>;

export const qualityCheckSchema = z.object({
  slug: z.string(),
  group: z.string(),
  title: z.string(),
  consequence: z.string().describe("What follows from it, for ARR, the forecast and whoever relies on it"),
  count: z.number(),
  arr: decimalText.describe("ARR of the accounts it touches, each counted once"),
  fields: z
    .record(z.string(), z.array(z.string()))
    .describe("By object: the fields in which its rows are put right, where one edit does"),
  trend: z
    .array(z.object({ on: dateText, count: z.number() }))
    .describe("What it found when each day began, of the last 90"),
  standard: standardSchema.nullable().describe("Of a check that the company wrote"),
});
export type QualityCheck = z.infer<typeof qualityCheckSchema>;

export const qualityRowSchema = z.object({
  accountId: z.uuid().nullable(),
  accountName: z.string().nullable(),
  arr: decimalText.nullable(),
  object: z.string(),
  recordId: z.uuid().nullable(),
  what: z.string().describe("What is wrong with this one"),
  values: z.record(z.string(), z.unknown()).describe("Of the check's `fields` of its object, by slug"),
  labels: z.record(z.string(), z.string()),
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

const editable = {
  name: z.string().trim().min(1).max(100),
  description: z.string().trim().max(2000).describe("What follows where it does not hold"),
  appliesTo: ruleJson.nullable().describe("A rule: of which records it is asked; null: of all"),
  rule: ruleJson.describe("A rule: what must hold of each"),
  ownerId: z.uuid().nullable().describe("The teammate who sees to it"),
};

export const listStandards = endpoint({
  method: "GET",
  path: "/quality-standards",
  summary: "List the rules that the data is held to",
  query: z.object({ archived: z.enum(["true", "false"]).default("false") }),
  response: z.object({ items: z.array(standardSchema), nextCursor: z.null() }),
});
export const createStandard = endpoint({
  method: "POST",
  path: "/quality-standards",
  summary: "Hold the data to one more rule",
  description: "It is a check from then on: what it finds is listed, and counted every day.",
  body: z.object({
    slug: slugText,
    object: z.string().min(1).max(60).default("account"),
    name: editable.name,
    description: editable.description.default(""),
    appliesTo: editable.appliesTo.default(null),
    rule: editable.rule,
    ownerId: editable.ownerId.default(null),
  }),
  response: standardSchema,
  status: 201,
});
export const updateStandard = endpoint({
  method: "PATCH",
  path: "/quality-standards/:id",
  summary: "Change one of the rules that the data is held to",
  params: idParams,
  body: z.object(editable).partial(),
  response: standardSchema,
});
export const archiveStandard = endpoint({
  method: "DELETE",
  path: "/quality-standards/:id",
  summary: "Archive one of the rules that the data is held to",
  description: "Its counts of past days are kept.",
  params: idParams,
  response: standardSchema,
});
export const restoreStandard = endpoint({
  method: "POST",
  path: "/quality-standards/:id/restoration",
  summary: "Restore one of the rules that the data is held to",
  params: idParams,
  response: standardSchema,
});

import { z } from "zod";
import { endpoint, idParams, instantText, slugText } from "./endpoint.ts";
import { passSchema } from "./segments.ts";

/** How far an account is with a feature. */
export const featureStates = [
  { value: "never", label: "Never", tone: "neutral" },
  { value: "tried", label: "Tried", tone: "accent" },
  { value: "adopted", label: "Adopted", tone: "good" },
  { value: "lapsed", label: "Lapsed", tone: "warn" },
] as const;
export type FeatureState = (typeof featureStates)[number]["value"];

const names = z.array(z.string().trim().min(1).max(200)).max(200);
const count = (most: number) => z.number().int().min(1).max(most);

const fields = {
  name: z.string().trim().min(1).max(100),
  description: z.string().max(1000).default(""),
  names: names.min(1, "Name at least one event.").describe("Events that use it, in any case"),
  removedBy: names
    .default([])
    .describe(
      "Events that take away again what the others make. It is adopted while so many are there, whatever the window",
    ),
  minTimes: count(1_000_000).default(1).describe("How often it is used at least"),
  minContacts: count(10_000).default(1).describe("By how many different contacts at least"),
  windowDays: z.number().int().min(1).max(730).default(30).describe("Within so many days"),
};
const input = z.object({ slug: slugText, ...fields });
/** Pairs count what is there, not who made it. */
const isWhole = ({ removedBy, minContacts }: { removedBy?: string[]; minContacts?: number }) =>
  (removedBy?.length ?? 0) === 0 || (minContacts ?? 1) === 1;
const pairOrContacts = {
  path: ["minContacts"],
  error: "Of things that are made and taken away, contacts cannot be asked. Leave it at 1.",
};
export const featureInput = input.refine(isWhole, pairOrContacts);
export const featureChange = z.object(fields).refine(isWhole, pairOrContacts);

export const featureSchema = input.extend({
  id: z.uuid(),
  accounts: z
    .object({ never: z.number(), tried: z.number(), adopted: z.number(), lapsed: z.number() })
    .describe("How many accounts are how far"),
  pass: passSchema.nullable().describe("The recompute of all accounts that is under way"),
  createdAt: instantText,
  archivedAt: instantText.nullable(),
});
export type Feature = z.infer<typeof featureSchema>;

export const listFeatures = endpoint({
  method: "GET",
  path: "/features",
  summary: "List features, with how far the accounts are with each",
  query: z.object({ archived: z.enum(["true", "false"]).default("false") }),
  response: z.object({ items: z.array(featureSchema), nextCursor: z.null() }),
});
export const createFeature = endpoint({
  method: "POST",
  path: "/features",
  summary: "Define one feature",
  description:
    "Every account gets its state, never, tried, adopted or lapsed, worked out over all events held.",
  body: featureInput,
  response: featureSchema,
  status: 201,
});
export const changeFeature = endpoint({
  method: "PUT",
  path: "/features/:id",
  summary: "Change one feature; its slug stays",
  params: idParams,
  body: featureChange,
  response: featureSchema,
});
export const archiveFeature = endpoint({
  method: "DELETE",
  path: "/features/:id",
  summary: "Archive one feature",
  params: idParams,
  response: featureSchema,
});
export const restoreFeature = endpoint({
  method: "POST",
  path: "/features/:id/restoration",
  summary: "Restore one archived feature",
  params: idParams,
  response: featureSchema,
});

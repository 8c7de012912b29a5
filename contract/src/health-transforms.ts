import { z } from "zod";
import { slugText } from "./endpoint.ts";

export const pointsValue = z.number().min(0).max(100);

/** A half-open range [from, to); an open end is null. */
const band = z.object({
  from: z.number().nullable(),
  to: z.number().nullable(),
  points: pointsValue,
});
export type Band = z.infer<typeof band>;

const end = z.object({ value: z.number(), points: pointsValue });
const segments = z
  .array(slugText)
  .min(1)
  .max(20)
  .describe("In order: the first one that the account is in decides; in none of them there is no data");

/** How what is seen becomes points. */
export const transformSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("bands"),
    bands: z
      .array(band)
      .min(1)
      .max(50)
      .describe("In order, each beginning where the one before ends; ranges are half-open: [from, to)"),
  }),
  z.object({ kind: z.literal("linear"), from: end, to: end }),
  z.object({ kind: z.literal("truth"), whenTrue: pointsValue, whenFalse: pointsValue }),
  z.object({
    kind: z.literal("percentile"),
    segments,
    better: z.enum(["higher", "lower"]).describe("Lower: the smallest number gets 100 points"),
  }),
  z.object({
    kind: z.literal("trend"),
    by: z
      .enum(["percent", "amount"])
      .describe("The change of the metric against the window before it, in percent or in its own unit"),
    from: end,
    to: end,
  }),
  z.object({
    kind: z.literal("deviation"),
    segments,
    from: end.describe("Values are robust deviations from the healthy baseline: −3 is far below it"),
    to: end,
  }),
  z.object({
    kind: z.literal("pulse"),
    points: z
      .array(pointsValue)
      .length(5)
      .describe("Points of the five answers, from very unhappy to very happy; an expired one is no data"),
  }),
]);
export type Transform = z.infer<typeof transformSchema>;
export type TransformKind = Transform["kind"];

/** The account's field that holds the pulse as long as it holds. */
export const pulseField = "pulse";

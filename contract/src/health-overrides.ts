import { z } from "zod";
import { dateText, endpoint, instantText, slugText } from "./endpoint.ts";

/** How long a person's value stands unless another day is said. */
export const overrideHoldsDays = 30;

export const healthOverrideSchema = z.object({
  id: z.uuid(),
  score: slugText,
  value: z.number(),
  reason: z.string(),
  expiresOn: dateText.describe("The last day on which it stands"),
  givenAt: instantText,
  givenBy: z.string(),
  endedAt: instantText.nullable().describe("Taken back, or replaced by another"),
  endedBy: z.string().nullable(),
});
export type HealthOverride = z.infer<typeof healthOverrideSchema>;

const params = z.object({ id: z.uuid(), score: slugText });

export const listHealthOverrides = endpoint({
  method: "GET",
  path: "/accounts/:id/health-overrides",
  summary: "List what people said the scores of an account are, newest first",
  params: z.object({ id: z.uuid() }),
  response: z.object({ items: z.array(healthOverrideSchema), nextCursor: z.null() }),
});
export const overrideHealth = endpoint({
  method: "PUT",
  path: "/accounts/:id/health-overrides/:score",
  summary: "Say what a score of an account is, with the reason and until when",
  description:
    "Stands above the model's value until it expires or is taken back; the model's value is kept beside it.",
  params,
  body: z.object({
    value: z.number().min(0).max(100),
    reason: z.string().trim().min(1).max(2000),
    expiresOn: dateText
      .optional()
      .describe(`The last day on which it stands; ${overrideHoldsDays} days from now`),
  }),
  response: healthOverrideSchema,
});
export const endHealthOverride = endpoint({
  method: "DELETE",
  path: "/accounts/:id/health-overrides/:score",
  summary: "Take a person's value of a score back: the model's counts again",
  params,
  response: healthOverrideSchema,
});

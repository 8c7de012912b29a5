import { z } from "zod";
import { dateText, endpoint, instantText, momentText } from "./endpoint.ts";

/** How a person of ours finds a customer, from 1 to 5. */
export const sentiments = [
  { value: 1, label: "Very unhappy", tone: "bad" },
  { value: 2, label: "Unhappy", tone: "bad" },
  { value: 3, label: "Neutral", tone: "warn" },
  { value: 4, label: "Happy", tone: "good" },
  { value: 5, label: "Very happy", tone: "good" },
] as const;

/** How long a pulse holds unless another day is said. */
export const pulseHoldsDays = 90;

export const pulseSchema = z.object({
  id: z.uuid(),
  sentiment: z.number().int().min(1).max(5),
  note: z.string().nullable(),
  givenAt: instantText,
  givenBy: z.string(),
  expiresOn: dateText.describe("The last day on which it counts"),
  takenBackAt: instantText.nullable(),
});
export type Pulse = z.infer<typeof pulseSchema>;

const params = z.object({ id: z.uuid() });

export const listPulses = endpoint({
  method: "GET",
  path: "/accounts/:id/pulses",
  summary: "List the pulses given for an account, newest first",
  params,
  query: z.object({ asOf: momentText.optional().describe("Those given by then, as they stood then") }),
  response: z.object({ items: z.array(pulseSchema), nextCursor: z.null() }),
  readsPast: true,
});
export const givePulse = endpoint({
  method: "POST",
  path: "/accounts/:id/pulses",
  summary: "Say how happy an account is",
  description: "The newest one counts in health scores until the day it expires, or until it is taken back.",
  params,
  body: z.object({
    sentiment: z.number().int().min(1).max(5).describe("From 1, very unhappy, to 5, very happy"),
    note: z.string().trim().max(2000).optional(),
    expiresOn: dateText
      .optional()
      .describe(`The last day on which it counts; ${pulseHoldsDays} days from now`),
  }),
  response: pulseSchema,
  status: 201,
});
export const takePulseBack = endpoint({
  method: "DELETE",
  path: "/accounts/:id/pulses/:pulseId",
  summary: "Take a pulse back: it counts no more, and stays in the list",
  params: params.extend({ pulseId: z.uuid() }),
  response: pulseSchema,
});
export const restorePulse = endpoint({
  method: "POST",
  path: "/accounts/:id/pulses/:pulseId/restoration",
  summary: "Let a pulse that was taken back count again",
  params: params.extend({ pulseId: z.uuid() }),
  response: pulseSchema,
});

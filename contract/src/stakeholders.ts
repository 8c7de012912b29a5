import { z } from "zod";
import { stakeholderRoles } from "./contacts.ts";
import { dateText, endpoint, momentText, page } from "./endpoint.ts";

/** How much a person's word weighs in what the account decides. */
export const influences = [
  { value: "high", label: "High influence" },
  { value: "medium", label: "Some influence" },
  { value: "low", label: "Little influence" },
] as const;

/** How a person stands to us. */
export const standings = [
  { value: "supportive", label: "Supports us" },
  { value: "neutral", label: "Neutral" },
  { value: "critical", label: "Against us" },
] as const;

const influence = z.enum(["high", "medium", "low"]).nullable();
const sentiment = z.enum(["supportive", "neutral", "critical"]).nullable();

const stakeholder = z.object({
  contactId: z.uuid(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  title: z.string().nullable(),
  deactivatedOn: dateText.nullable(),
  since: dateText.describe("At the account since"),
  until: dateText.nullable().describe("The day they were taken off the account"),
  role: z.string().nullable(),
  roleSince: dateText.nullable().describe("The day they took the role; null without one"),
  pastRoles: z
    .array(z.object({ role: z.string(), from: dateText, until: dateText }))
    .describe("Roles held before at this account, the latest first; `until` is the day they ended"),
  influence,
  sentiment,
  reportsToId: z.uuid().nullable().describe("A contact of the same account"),
  lastSeenOn: dateText.nullable().describe("In the product"),
});
export type Stakeholder = z.infer<typeof stakeholder>;

const ofAccount = z.object({ id: z.uuid() });

export const listStakeholders = endpoint({
  method: "GET",
  path: "/accounts/:id/stakeholders",
  summary: "List the people of an account with the part each plays, and played before",
  params: ofAccount,
  query: z.object({ asOf: momentText.optional() }),
  response: page(stakeholder),
  readsPast: true,
});

export const updateStakeholder = endpoint({
  method: "PATCH",
  path: "/accounts/:id/stakeholders/:contactId",
  summary: "Say what part a person plays at an account: role, weight, how they stand, to whom they report",
  description: "A field left out stays as it is; null clears it. All of it holds, or none.",
  params: ofAccount.extend({ contactId: z.uuid() }),
  body: z.object({
    role: z
      .enum(stakeholderRoles.map(({ value }) => value))
      .nullable()
      .optional(),
    influence: influence.optional(),
    sentiment: sentiment.optional(),
    reportsToId: z.uuid().nullable().optional(),
  }),
  response: stakeholder,
});

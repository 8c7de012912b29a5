import { z } from "zod";
import { currencyCode, dateText, decimalText } from "./endpoint.ts";
import type { FieldSpec } from "./fields.ts";
import { recordEndpoints } from "./records.ts";

export const touchModels = [
  { value: "high", label: "High touch" },
  { value: "medium", label: "Medium touch" },
  { value: "low", label: "Low touch" },
] as const;
export const tiers = ["I", "A", "B", "C", "D"].map((value) => ({ value, label: value }));
export const lifecycles = [
  { value: "trial", label: "Trial", tone: "accent" },
  { value: "subscribed", label: "Subscribed", tone: "good" },
  { value: "churned", label: "Churned", tone: "bad" },
  { value: "ignored", label: "Ignored", tone: "neutral" },
  { value: "unclassified", label: "Unclassified", tone: "warn" },
] as const;

/** Built-in fields of an account. */
export const accountFields = [
  { slug: "name", label: "Name", type: "text", isRequired: true },
  { slug: "domains", label: "Domains", type: "text-list" },
  { slug: "organizationId", label: "Organization", type: "organization" },
  { slug: "industry", label: "Industry", type: "text" },
  { slug: "country", label: "Country", type: "text" },
  { slug: "region", label: "Region", type: "text" },
  { slug: "employeeCount", label: "Employees", type: "integer" },
  { slug: "plan", label: "Plan", type: "text" },
  { slug: "tier", label: "Tier", type: "select", options: tiers },
  { slug: "touchModel", label: "Touch model", type: "select", options: touchModels },
  { slug: "currency", label: "Currency", type: "text" },
  { slug: "timeZone", label: "Time zone", type: "text" },
  { slug: "seatsLicensed", label: "Seats licensed", type: "integer" },
  { slug: "customerSince", label: "Customer since", type: "date" },
  { slug: "lifecycleOverride", label: "Lifecycle set by hand", type: "select", options: lifecycles },
  { slug: "lifecycleOverrideReason", label: "Reason for the lifecycle", type: "text" },
] as const satisfies readonly FieldSpec[];

const money = z.object({ amount: decimalText, currency: currencyCode });
const metric = z.object({
  value: z.number().nullable(),
  previous: z.number().nullable(),
  change: z.number().nullable(),
  changePct: z.number().nullable(),
});
const score = z.object({
  value: z.number().nullable().describe("A person's value while one stands, else the model's"),
  label: z.string().nullable(),
  coverage: z.number().nullable().describe("The share of weights that have data, in percent"),
  model: z.number().nullable().describe("What the model says"),
  override: z.number().nullable().describe("What a person says, while that stands"),
  oldestInputOn: dateText
    .nullable()
    .describe("The day of the oldest fact that counts in it; null: all is as it stands"),
});

export const accounts = recordEndpoints({
  plural: "accounts",
  keepsPast: true,
  label: "account",
  fields: accountFields,
  more: {
    metrics: z.record(z.string(), metric),
    scores: z.record(z.string(), score),
    healthChange30d: z
      .number()
      .nullable()
      .optional()
      .describe(
        "The primary score less what it was 30 days ago, where `values` asks for it; null where none was kept then",
      ),
    segments: z.array(z.string()),
    keyRoles: z.record(z.string(), z.uuid().nullable()),
    arr: money.nullable(),
    mrr: money.nullable(),
    nextRenewalOn: dateText.nullable(),
    noticeDeadlineOn: dateText.nullable(),
    lifecycle: z.string().nullable(),
  },
  moreInput: {
    keyRoles: z
      .record(z.string(), z.uuid().nullable())
      .optional()
      .describe("Teammate by slug of the key role; null clears"),
    organization: z
      .object({ externalId: z.string().optional(), name: z.string().optional() })
      .optional()
      .describe("The organization by its external id or name; made when new"),
    arr: z
      .union([decimalText, z.number()])
      .optional()
      .describe("With nextRenewalOn and no contract: makes an implied contract and subscription"),
    mrr: z.union([decimalText, z.number()]).optional(),
    nextRenewalOn: dateText.optional().describe("The last day of the current term"),
  },
});
export type Account = z.infer<typeof accounts.record>;

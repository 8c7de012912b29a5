import type { Segment } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { checkRule } from "@perennial/rules";
import type { App } from "../kernel/app.ts";
import { execute } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import { ruleCatalogOf } from "../objects/index.ts";
import { shippedThresholds, tierRules } from "./tier-rules.ts";
import { createSegment } from "./write-segment.ts";

type Shipped = Pick<Segment, "slug" | "name" | "description" | "tone"> & {
  object?: Segment["object"];
  rule: RuleJson | null;
};

const touch = (value: "high" | "medium" | "low", label: string): Shipped => ({
  slug: `${value}_touch`,
  name: `${label} touch`,
  description: `Accounts whose touch model is ${value}.`,
  tone: "neutral",
  rule: { subject: "touchModel", op: "is", value },
});

/** From which value each begins is set for all of them at once. */
const tiers: readonly Shipped[] = tierRules(shippedThresholds).map(({ tier, segment, rule }) => ({
  slug: segment,
  name: `Tier ${tier}`,
  description: `Accounts that were given tier ${tier}; of those without a tier, whose number is in its range.`,
  tone: "neutral",
  rule,
}));
const stakeholders = (slug: string, name: string, role: string, what: string): Shipped => ({
  slug,
  name,
  object: "contact",
  description: `Contacts who ${what}: that stakeholder role at any of their accounts.`,
  tone: "neutral",
  rule: { subject: "stakeholderRoles", op: "has-any", value: [role] },
});

/** The segments that every company begins with. Each is there as soon as the fields its rule reads are. */
const shipped: readonly Shipped[] = [
  {
    slug: "renewing_180d",
    name: "Renewing in 180 days",
    description: "The current term ends within the next 180 days.",
    tone: "accent",
    rule: { subject: "nextRenewalOn", op: "in-the-next", value: { count: 180, unit: "days" } },
  },
  {
    slug: "renewal",
    name: "Renewal",
    description: "In the renewal window: the term ends within 150 days, or the renewal cadence has begun.",
    tone: "accent",
    rule: { subject: "nextRenewalOn", op: "in-the-next", value: { count: 150, unit: "days" } },
  },
  {
    slug: "onboarding",
    name: "Onboarding",
    description: "Customers for at most 90 days.",
    tone: "accent",
    rule: { subject: "customerSince", op: "in-the-last", value: { count: 90, unit: "days" } },
  },
  touch("high", "High"),
  touch("medium", "Medium"),
  touch("low", "Low"),
  {
    slug: "at_risk",
    name: "At risk",
    description: "The primary health score is below 40.",
    tone: "bad",
    rule: { subject: "primaryScore", op: "less-than", value: 40 },
  },
  {
    slug: "no_owner",
    name: "No owner",
    description: "Nobody holds the key role CSM.",
    tone: "warn",
    rule: { subject: "keyRole:csm", op: "is-empty" },
  },
  {
    slug: "gone_quiet",
    name: "Gone quiet",
    description: "Nobody of the account has been seen for 30 days or more.",
    tone: "warn",
    rule: { subject: "metric:days_since_last_seen", op: "at-least", value: 30 },
  },
  ...tiers,
  stakeholders("decision_makers", "Decision makers", "decision-maker", "decide about the contract"),
  stakeholders("champions", "Champions", "champion", "speak for us at the account"),
];

/** Creates the shipped segments that are not there yet and whose rules can be asked. Those once archived stay archived. */
export async function ensureShippedSegments(app: App, ctx: Context): Promise<void> {
  const rows = await app.db.selectFrom("segments").select("slug").execute();
  const existing = new Set(rows.map((row) => row.slug));
  const rules = await ruleCatalogOf(app);
  for (const segment of shipped) {
    if (existing.has(segment.slug)) continue;
    if (segment.rule !== null && "problems" in checkRule(segment.rule, rules, segment.object ?? "account"))
      continue;
    await execute(app, ctx, createSegment, { ...segment, isShipped: true });
  }
}

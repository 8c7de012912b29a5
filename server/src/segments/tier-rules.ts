import { isDeepStrictEqual } from "node:util";
import { type AccountTier, accountTiers, type setTiers } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import type { z } from "zod";

/** A number of accounts, and from which value of it each tier but the lowest begins. */
export type Thresholds = z.infer<typeof setTiers.body>;
/** In the reporting currency. */
export const shippedThresholds: Thresholds = {
  measure: "arr",
  from: { I: "250000", A: "100000", B: "50000", C: "10000" },
};

type TierRule = { tier: AccountTier; segment: string; rule: RuleJson };

export function tierSegment(tier: AccountTier): string {
  return `tier_${tier.toLowerCase()}`;
}

/**
 * The rules of the five tiers, half-open and without a gap: whom somebody gave the tier, and of those without one whose number
 * is in its range. Without the number an account has no tier, unless it is given one.
 */
export function tierRules({ measure, from }: Thresholds): TierRule[] {
  return accountTiers.map((tier, at) => {
    const above = accountTiers[at - 1];
    return {
      tier,
      segment: tierSegment(tier),
      rule: {
        any: [
          { subject: "tier", op: "is", value: tier },
          {
            all: [
              { subject: "tier", op: "is-empty" },
              ...(tier === "D" ? [] : [{ subject: measure, op: "at-least", value: from[tier] }]),
              ...(above === undefined || above === "D"
                ? []
                : [{ subject: measure, op: "less-than", value: from[above] }]),
            ],
          },
        ],
      },
    };
  });
}

/**
 * The thresholds that stand in the rules of the tiers, as far as they are written as {@link tierRules} does: where a tier begins
 * says its own rule, or that of the tier below, which ends there.
 */
export function thresholdsIn(rules: ReadonlyMap<string, RuleJson | null>): Thresholds | undefined {
  const boundOf = (tier: AccountTier | undefined, op: string) =>
    tier && rangeIn(rules.get(tierSegment(tier))).find((bound) => bound.op === op);
  const begins = accountTiers.flatMap((tier, at) => {
    if (tier === "D") return [];
    const found = boundOf(tier, "at-least") ?? boundOf(accountTiers[at + 1], "less-than");
    return found ? [{ tier, ...found }] : [];
  });
  const measure = begins[0]?.subject;
  if (measure === undefined || begins.length < accountTiers.length - 1) return undefined;
  if (begins.some(({ subject }) => subject !== measure)) return undefined;
  const from = Object.fromEntries(begins.map(({ tier, value }) => [tier, String(value)]));
  return { measure, from: from as Thresholds["from"] };
}

/** Whether two rules ask the same, a number written as text or not. */
export function asksTheSame(one: RuleJson | null, other: RuleJson | null): boolean {
  return isDeepStrictEqual(plain(one), plain(other));
}

function plain(rule: RuleJson | null): unknown {
  const text = JSON.stringify(rule, (_, value) => (typeof value === "number" ? String(value) : value));
  return JSON.parse(text);
}

type Bound = { subject: string; op: string; value: unknown };

/** The conditions of the range in a tier's rule; none where somebody wrote it otherwise. */
function rangeIn(rule: RuleJson | null | undefined): Bound[] {
  const parts = rule && "any" in rule ? (rule.any as RuleJson[]) : [];
  const range = parts.find((part) => "all" in part);
  return range && "all" in range
    ? (range.all as Partial<Bound>[]).filter((part): part is Bound => typeof part.subject === "string")
    : [];
}

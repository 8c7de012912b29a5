import type { IndicatorDefinition, IndicatorThreshold } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";

export type Condition = Pick<IndicatorDefinition, "rule" | "threshold" | "zones">;

/** Nobody is to be alarmed about those who have left. */
const isOurs: RuleJson = { not: { subject: "lifecycle", op: "is-any-of", value: ["churned", "ignored"] } };

const isIn = (segment: string): RuleJson => ({ subject: `segment:${segment}`, op: "is-in" });
const isNotIn = (segment: string): RuleJson => ({ not: isIn(segment) });

/**
 * The whole condition of a definition as one rule: the account is still ours, the definition's own rule, and its
 * threshold with the value of the first segment (red zone) that holds the account, or the usual one.
 */
export function conditionOf(definition: Condition): RuleJson {
  return { all: [isOurs, ...parts(definition)] };
}

/** What a definition says of itself, for its sentence: that those who have left are left alone goes without saying. */
export function ownConditionOf(definition: Condition): RuleJson {
  return { all: parts(definition) };
}

function parts({ rule, threshold, zones }: Condition): RuleJson[] {
  return [
    ...(rule ? [rule] : []),
    ...(threshold ? [zonedThreshold(threshold, zones)] : excludedZones(zones)),
  ];
}

function zonedThreshold(
  { subject, op, value: usual }: IndicatorThreshold,
  zones: Condition["zones"],
): RuleJson {
  const branches: RuleJson[] = [];
  const before: string[] = [];
  for (const { segment, value } of zones) {
    if (value !== null)
      branches.push({ all: [...before.map(isNotIn), isIn(segment), { subject, op, value }] });
    before.push(segment);
  }
  const otherwise: RuleJson = { subject, op, value: usual };
  if (before.length === 0) return otherwise;
  return { any: [...branches, { all: [...before.map(isNotIn), otherwise] }] };
}

/** Without a threshold a zone can only say that the indicator is not raised there. */
function excludedZones(zones: Condition["zones"]): RuleJson[] {
  return zones.filter(({ value }) => value === null).map(({ segment }) => isNotIn(segment));
}

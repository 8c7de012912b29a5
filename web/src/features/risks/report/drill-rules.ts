import type { RiskReport } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";

/** Risks that are open or watched. */
const underWay: RuleJson = { subject: "status", op: "is-any-of", value: ["open", "monitoring"] };
const ofAccount = (where: RuleJson): RuleJson => ({ related: "account", where });

type Groups = "byRootCause" | "byTier" | "byRegion" | "bySegment";

/** The risks behind one group of the report. */
export function ruleOfGroup(of: Groups, key: string): RuleJson {
  return { all: [underWay, conditionOf(of, key)] };
}

function conditionOf(of: Groups, key: string): RuleJson {
  switch (of) {
    case "byRootCause":
      return { subject: "rootCause", op: "is", value: key };
    case "byTier":
      return { subject: "tier", op: "is", value: key };
    case "byRegion":
      return ofAccount(
        key === "" ? { subject: "region", op: "is-empty" } : { subject: "region", op: "is", value: key },
      );
    case "bySegment":
      return ofAccount({ subject: `segment:${key}`, op: "is-in" });
  }
}

/** The risks that have been under way for so many days. */
export function ruleOfAge({ fromDays, toDays }: RiskReport["byAge"][number]): RuleJson {
  const ago = (count: number): RuleJson => ({
    subject: "raisedAt",
    op: "more-than-ago",
    value: { count, unit: "days" },
  });
  return {
    all: [
      underWay,
      ...(fromDays === 0 ? [] : [ago(fromDays - 1)]),
      ...(toDays === null ? [] : [{ not: ago(toDays) }]),
    ],
  };
}

/** The risks of some causes raised in a month, `2027-03`. */
export function ruleOfMonth(month: string, causes: readonly string[]): RuleJson {
  const of = Temporal.PlainYearMonth.from(month);
  const from = of.toPlainDate({ day: 1 }).toString();
  const to = of.toPlainDate({ day: of.daysInMonth }).toString();
  return {
    all: [
      { subject: "raisedAt", op: "between", value: { from, to } },
      { subject: "rootCause", op: "is-any-of", value: causes },
    ],
  };
}

/** The risks that an indicator found first, or people. */
export function ruleOfFinder(key: string): RuleJson {
  return key === "" ? { subject: "foundBy", op: "is-empty" } : { subject: "foundBy", op: "is", value: key };
}

/** The risks that ended in one way since a day. */
export function ruleOfOutcome(status: "saved" | "lost", from: string): RuleJson {
  return {
    all: [
      { subject: "status", op: "is", value: status },
      { subject: "leftAt", op: "on-or-after", value: from },
    ],
  };
}

/** The risks raised since a day that came back. */
export function ruleOfRecurred(from: string): RuleJson {
  return {
    all: [
      { not: { subject: "recurrence", op: "is-empty" } },
      { subject: "raisedAt", op: "on-or-after", value: from },
    ],
  };
}

/** The open renewals due in a span; of accounts at risk alone where asked. */
export function ruleOfDue({ from, to }: { from: string; to: string }, atRisk: boolean): RuleJson {
  return {
    all: [
      { subject: "outcome", op: "is-empty" },
      { subject: "dueOn", op: "between", value: { from, to } },
      ...(atRisk ? [ofAccount({ subject: "openRiskCount", op: "at-least", value: 1 })] : []),
    ],
  };
}

export const overdueReviews: RuleJson = {
  all: [underWay, { subject: "nextReviewOn", op: "more-than-ago", value: { count: 0, unit: "days" } }],
};
export const allUnderWay: RuleJson = { all: [underWay] };

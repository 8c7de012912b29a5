import type { RiskReport } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";

const ofAccount = (where: RuleJson): RuleJson => ({ related: "account", where });
/** Risks that are open or watched, of accounts that are not archived: those alone are related. */
const underWay: RuleJson = {
  all: [{ subject: "status", op: "is-any-of", value: ["open", "monitoring"] }, { related: "account" }],
};

export type Grouping = "rootCause" | "tier" | "region" | "segment";

/** The risks behind one group of the report. */
export function ruleOfGroup(by: Grouping, key: string): RuleJson {
  return { all: [underWay, conditionOf(by, key)] };
}

function conditionOf(by: Grouping, key: string): RuleJson {
  switch (by) {
    case "rootCause":
      return { subject: "rootCause", op: "is", value: key };
    case "tier":
      return { subject: "tier", op: "is", value: key };
    case "region":
      return ofAccount(
        key === "" ? { subject: "region", op: "is-empty" } : { subject: "region", op: "is", value: key },
      );
    case "segment":
      return ofAccount({ subject: `segment:${key}`, op: "is-in" });
  }
}

/** The risks that have been under way for so many days. */
export function ruleOfAge({ fromDays, toDays }: { fromDays: number; toDays: number | null }): RuleJson {
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

function ruleOfOutcome(status: "saved" | "lost", from: string): RuleJson {
  return {
    all: [
      { subject: "status", op: "is", value: status },
      { subject: "leftAt", op: "on-or-after", value: from },
    ],
  };
}

/** The risks behind the report's totals. */
export function rulesOfTotals(from: string): RiskReport["rules"] {
  const raised: RuleJson = { subject: "raisedAt", op: "on-or-after", value: from };
  return {
    underWay: { all: [underWay] },
    reviewOverdue: {
      all: [underWay, { subject: "nextReviewOn", op: "more-than-ago", value: { count: 0, unit: "days" } }],
    },
    saved: ruleOfOutcome("saved", from),
    lost: ruleOfOutcome("lost", from),
    raised: { all: [raised] },
    recurred: { all: [{ not: { subject: "recurrence", op: "is-empty" } }, raised] },
  };
}

/** The open renewals due in a span, or before today; of accounts at risk alone where asked. */
export function ruleOfDue({ from, to }: { from: string | null; to: string }, atRisk: boolean): RuleJson {
  return {
    all: [
      { subject: "outcome", op: "is-empty" },
      from === null
        ? { subject: "dueOn", op: "on-or-before", value: to }
        : { subject: "dueOn", op: "between", value: { from, to } },
      ...(atRisk ? [ofAccount({ subject: "openRiskCount", op: "at-least", value: 1 })] : []),
    ],
  };
}

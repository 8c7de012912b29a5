import { type ForecastRow, indicatorReachDays } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";

/** Fields of renewals by which a forecast is grouped; other groupings are fields of accounts. */
const ownFields = new Set(["rating", "stage", "bookingType", "rootCause"]);
export type DrillSpan = {
  readonly from: string;
  readonly to: string;
  /** All groups of the period: those of none are in none of these. */
  readonly rows?: readonly Pick<ForecastRow, "group">[];
  /** The company's ratings without a sum of their own. */
  readonly otherRatings?: readonly { slug: string; isForecast: boolean }[];
};

/**
 * The rule of the renewals behind a number: those due in the span, of a row, and of a part of it (a rating, closed-won,
 * closed-lost, unrated, omitted or missing; all but the omitted without one). Null where a row cannot be told by a rule.
 */
export function drillRule(
  span: DrillSpan,
  row: ForecastRow | undefined,
  category: string | undefined,
  groupBy: string,
): RuleJson | null {
  const inRow = rowRule(span, row, groupBy);
  return inRow && { all: [...inRow, ...categoryRule(category, span.otherRatings ?? [])] };
}

function rowRule(span: DrillSpan, row: ForecastRow | undefined, groupBy: string): RuleJson[] | null {
  const group = row && row.level === "group" ? groupRule(row, groupBy, span) : ownerRule(row);
  if (group === null) return null;
  const due: RuleJson = { subject: "dueOn", op: "between", value: { from: span.from, to: span.to } };
  return [due, ...group];
}

/** The rule of the renewals of a group that were lost or are expected to be. */
export function churnRule(span: DrillSpan, row: ForecastRow, groupBy: string): RuleJson | null {
  const inRow = rowRule(span, row, groupBy);
  if (inRow === null) return null;
  const expected: RuleJson = {
    all: [
      { subject: "outcome", op: "is-empty" },
      { subject: "rating", op: "is", value: "churn_expected" },
    ],
  };
  return { all: [{ all: inRow }, { any: [{ subject: "outcome", op: "is", value: "churned" }, expected] }] };
}

/** How closed renewals came to their outcome: each is in one. */
const howClosed = {
  closed: [],
  early: orderedRule("early"),
  onTime: orderedRule("on-time"),
  late: orderedRule("late"),
  lapsed: orderedRule("lapsed"),
  auto: [
    { subject: "outcome", op: "is-not", value: "churned" },
    { subject: "isAutoRenewed", op: "is", value: true },
  ],
  lost: [{ subject: "outcome", op: "is", value: "churned" }],
} satisfies Record<string, RuleJson[]>;

function orderedRule(timing: string): RuleJson[] {
  return [
    { subject: "outcome", op: "is-not", value: "churned" },
    { subject: "isAutoRenewed", op: "is", value: false },
    { subject: "timing", op: "is", value: timing },
  ];
}

/** The rule of the closed renewals of a group, null standing for those that are in none; of all without a group. */
export function closedRule(
  span: DrillSpan,
  groupBy: string,
  group?: string | null,
  how: keyof typeof howClosed = "closed",
): RuleJson | null {
  const groups = group === undefined ? [] : groupRule({ group }, groupBy, span);
  if (groups === null) return null;
  const due: RuleJson = { subject: "dueOn", op: "between", value: { from: span.from, to: span.to } };
  return { all: [{ subject: "outcome", op: "is-set" }, due, ...groups, ...howClosed[how]] };
}

function ownerRule(row: ForecastRow | undefined): RuleJson[] {
  if (!row || row.level === "company") return [];
  const owned: RuleJson = { subject: "ownerId", op: "is-any-of", value: row.ownerIds };
  const unowned: RuleJson = { subject: "ownerId", op: "is-empty" };
  if (row.ownerIds.length === 0) return [unowned];
  return [row.hasNobody ? { any: [owned, unowned] } : owned];
}

function groupRule(
  { group }: Pick<ForecastRow, "group">,
  groupBy: string,
  span: DrillSpan,
): RuleJson[] | null {
  if (groupBy === "indicator") return [{ related: "account", where: indicatorRule(group, span) }];
  if (groupBy === "month") return [dueIn(Temporal.PlainYearMonth.from(group ?? ""), 1)];
  if (groupBy === "quarter") return [dueIn(firstOfQuarter(group ?? ""), 3)];
  if (groupBy === "ownerId") {
    return [
      group === null
        ? { subject: "ownerId", op: "is-empty" }
        : { subject: "ownerId", op: "is-any-of", value: [group] },
    ];
  }
  if (groupBy === "segment") {
    const isIn = (slug: string): RuleJson => ({ subject: `segment:${slug}`, op: "is-in" });
    if (group !== null) return [{ related: "account", where: isIn(group) }];
    if (!span.rows) return null;
    const others = span.rows.flatMap((row) => row.group ?? []);
    return [{ related: "account", where: { not: { any: others.map(isIn) } } }];
  }
  const is = (subject: string): RuleJson =>
    group === null ? { subject, op: "is-empty" } : { subject, op: "is", value: group };
  if (groupBy === "product") return [is("mainProduct")];
  return [ownFields.has(groupBy) ? is(groupBy) : { related: "account", where: is(groupBy) }];
}

/** Accounts on which a risk indicator stood in the reach of the period, or none at all: as the grouping has it. */
function indicatorRule(group: string | null, { from, to }: DrillSpan): RuleJson {
  const since = Temporal.PlainDate.from(from).subtract({ days: indicatorReachDays }).toString();
  const stood: RuleJson[] = [
    { subject: "polarity", op: "is", value: "risk" },
    { subject: "raisedAt", op: "on-or-before", value: to },
    {
      any: [
        { subject: "settledAt", op: "is-empty" },
        { subject: "settledAt", op: "on-or-after", value: since },
      ],
    },
  ];
  if (group === null) return { related: "indicators", quantifier: { kind: "none" }, where: { all: stood } };
  return {
    related: "indicators",
    where: { all: [{ subject: "definition", op: "is", value: group }, ...stood] },
  };
}

/** Due in so many months from one on. */
function dueIn(first: Temporal.PlainYearMonth, months: number): RuleJson {
  const last = first.add({ months: months - 1 });
  const from = first.toPlainDate({ day: 1 }).toString();
  const to = last.toPlainDate({ day: last.daysInMonth }).toString();
  return { subject: "dueOn", op: "between", value: { from, to } };
}

/** The first month of `2027-Q2`. */
function firstOfQuarter(quarter: string): Temporal.PlainYearMonth {
  const [year, number] = quarter.split("-Q").map(Number);
  return new Temporal.PlainYearMonth(year ?? 0, ((number ?? 1) - 1) * 3 + 1);
}

/** The part of a row, by the company's own ratings: those that count in no forecast, and those without a likelihood. */
function categoryRule(
  category: string | undefined,
  others: NonNullable<DrillSpan["otherRatings"]>,
): RuleJson[] {
  const open: RuleJson = { subject: "outcome", op: "is-empty" };
  const isRated = (op: "is-any-of" | "is-none-of", isForecast: boolean): RuleJson[] => {
    const slugs = others.filter((one) => one.isForecast === isForecast).map(({ slug }) => slug);
    return slugs.length > 0 ? [{ subject: "rating", op, value: slugs }] : [];
  };
  const isUnrated: RuleJson = { subject: "rating", op: "is-empty" };
  // A rating that is missing is not known to be another one: it is asked for by itself.
  const counts = isRated("is-none-of", false).map((rated): RuleJson => ({ any: [isUnrated, rated] }));
  switch (category) {
    case undefined:
      return counts.map((one) => ({ any: [{ subject: "outcome", op: "is-set" }, one] }));
    case "closed-won":
      return [{ subject: "outcome", op: "is", value: "renewed" }];
    case "closed-lost":
      return [{ subject: "outcome", op: "is", value: "churned" }];
    case "omitted":
      return [open, ...isRated("is-any-of", false)];
    case "unrated":
      return [open, { any: [isUnrated, ...isRated("is-any-of", true)] }];
    case "missing":
      return [open, { subject: "forecastArr", op: "is-empty" }, ...counts];
    default:
      return [open, { subject: "rating", op: "is", value: category }];
  }
}

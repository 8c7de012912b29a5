import type { ForecastRow } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";

/** Fields of renewals by which a forecast is grouped; other groupings are fields of accounts. */
const ownFields = new Set(["rating", "stage", "bookingType", "rootCause"]);
export type DrillSpan = { readonly from: string; readonly to: string };

/**
 * The rule of the renewals behind a number: those due in the span, of a row, and of a part of it (a rating, closed-won,
 * closed-lost, unrated, omitted or missing). Null where a row cannot be told by a rule.
 */
export function drillRule(
  span: DrillSpan,
  row: ForecastRow | undefined,
  category: string | undefined,
  groupBy: string,
): RuleJson | null {
  const group = row && row.level === "group" ? groupRule(row, groupBy) : ownerRule(row);
  if (group === null) return null;
  const due: RuleJson = { subject: "dueOn", op: "between", value: { from: span.from, to: span.to } };
  return { all: [due, ...group, ...categoryRule(category)] };
}

function ownerRule(row: ForecastRow | undefined): RuleJson[] {
  if (!row || row.level === "company") return [];
  const owned: RuleJson = { subject: "ownerId", op: "is-any-of", value: row.ownerIds };
  const unowned: RuleJson = { subject: "ownerId", op: "is-empty" };
  if (row.ownerIds.length === 0) return [unowned];
  return [row.hasNobody ? { any: [owned, unowned] } : owned];
}

function groupRule({ group }: ForecastRow, groupBy: string): RuleJson[] | null {
  if (groupBy === "product") return null;
  if (groupBy === "month") {
    const month = Temporal.PlainYearMonth.from(group ?? "");
    const to = month.toPlainDate({ day: month.daysInMonth }).toString();
    return [{ subject: "dueOn", op: "between", value: { from: `${group}-01`, to } }];
  }
  if (groupBy === "segment") {
    if (group === null) return null;
    return [{ related: "account", where: { subject: `segment:${group}`, op: "is-in" } }];
  }
  const is = (subject: string): RuleJson =>
    group === null ? { subject, op: "is-empty" } : { subject, op: "is", value: group };
  return [ownFields.has(groupBy) ? is(groupBy) : { related: "account", where: is(groupBy) }];
}

function categoryRule(category: string | undefined): RuleJson[] {
  const open: RuleJson = { subject: "outcome", op: "is-empty" };
  switch (category) {
    case undefined:
      return [];
    case "closed-won":
      return [{ subject: "outcome", op: "is", value: "renewed" }];
    case "closed-lost":
      return [{ subject: "outcome", op: "is", value: "churned" }];
    case "unrated":
      return [open, { subject: "rating", op: "is-empty" }];
    case "missing":
      return [
        open,
        { subject: "forecastArr", op: "is-empty" },
        { not: { subject: "rating", op: "is", value: "omitted" } },
      ];
    default:
      return [open, { subject: "rating", op: "is", value: category }];
  }
}

import { type Subscription, subscriptionKinds } from "@perennial/contract";
import { annualise, annualiseStated, type SubscriptionKind } from "@perennial/contract/pricing";

/** What a line is sold for, as it is typed: decimal texts, empty where nothing is said. */
export type LineTerms = {
  kind: SubscriptionKind;
  trial: boolean;
  /** Its revenue of a year is known as such, not as quantity and price. */
  isStated: boolean;
  plan: string;
  quantity: string;
  unitPrice: string;
  discountPct: string;
  /** Months between two bills, or `other`: as many as `months` says. */
  interval: string;
  months: string;
  arr: string;
  upliftPct: string;
};

export const noTerms: LineTerms = {
  kind: "recurring",
  trial: false,
  isStated: false,
  plan: "",
  quantity: "1",
  unitPrice: "",
  discountPct: "",
  interval: "12",
  months: "",
  arr: "",
  upliftPct: "",
};

export const intervals = [
  { value: "1", label: "Monthly" },
  { value: "3", label: "Quarterly" },
  { value: "6", label: "Half-yearly" },
  { value: "12", label: "Yearly" },
  { value: "24", label: "Every 2 years" },
  { value: "36", label: "Every 3 years" },
  { value: "other", label: "Another interval" },
] as const;

/** How often a line is billed, in words. */
export const intervalLabel = (months: number): string =>
  intervals.find(({ value }) => value === String(months))?.label ?? `Every ${months} months`;

export const kindLabel = (kind: string | null): string =>
  subscriptionKinds.find(({ value }) => value === kind)?.label ?? "Recurring";

/** The terms that a line has now. */
export function termsOf(line: Subscription): LineTerms {
  const text = (value: unknown): string => (value === null || value === undefined ? "" : String(value));
  const months = text(line.billingIntervalMonths) || "12";
  const isListed = intervals.some(({ value }) => value === months);
  return {
    kind: (line.kind ?? "recurring") as SubscriptionKind,
    trial: line.trial ?? false,
    isStated: line.unitPrice === null,
    plan: text(line.plan),
    quantity: text(line.quantity),
    unitPrice: text(line.unitPrice),
    discountPct: text(line.discountPct),
    interval: isListed ? months : "other",
    months: isListed ? "" : months,
    arr: line.unitPrice === null ? text(line.statedArr ?? line.arr) : "",
    upliftPct: text(line.upliftPct),
  };
}

const isOnce = ({ kind }: LineTerms): boolean => kind === "one-off";
const monthsOf = ({ interval, months }: LineTerms): string =>
  interval === "other" ? months.trim() : interval;

type FieldProblem = { path: string; message: string };

/** What is wrong with the terms before anybody asks the server, by field. */
export function problemsOf(terms: LineTerms): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const needs = terms.isStated ? (["arr"] as const) : (["unitPrice", "quantity"] as const);
  for (const path of needs) {
    if (terms[path].trim() === "") problems.push({ path, message: "Say what it comes to" });
  }
  for (const path of [...needs, "discountPct", "upliftPct"] as const) {
    const text = terms[path].trim();
    if (text !== "" && !isAmount(text)) problems.push({ path, message: "A number such as 1250 or 49.90" });
  }
  const months = Number(monthsOf(terms));
  const isWhole = Number.isInteger(months) && months >= 1 && months <= 240;
  if (!terms.isStated && !isOnce(terms) && !isWhole) {
    problems.push({ path: "billingIntervalMonths", message: "A whole number of months, from 1 to 240" });
  }
  if (isAmount(terms.discountPct) && Number(terms.discountPct) > 100) {
    problems.push({ path: "discountPct", message: "At most 100 %; what is given back is a refund" });
  }
  return problems;
}

/** Problems found before the server was asked, as a form shows the server's. */
export const refused = (fields: readonly FieldProblem[]) => ({
  error: { message: "", fields },
  isPending: false,
});

const isAmount = (text: string): boolean => /^-?\d{1,15}(\.\d{1,4})?$/.test(text.trim());

/** What a line with these terms costs in a year, or once, and how much of it is ARR. Null while it cannot be told. */
export function priceOf(terms: LineTerms, currency: string): { amount: string; arr: string } | null {
  if (problemsOf(terms).length > 0 || !/^[A-Z]{3}$/.test(currency)) return null;
  const line = { kind: terms.kind, isTrial: terms.trial, currency };
  if (terms.isStated) {
    const arr = terms.arr.trim();
    return {
      amount: annualiseStated({ ...line, kind: "recurring", isTrial: false }, { arr }),
      arr: annualiseStated(line, { arr }),
    };
  }
  const price = {
    ...line,
    quantity: terms.quantity.trim(),
    unitPrice: terms.unitPrice.trim(),
    discountPct: terms.discountPct.trim() || "0",
    // What is paid once is paid for the whole of it, as a year's bill is for the year.
    billingIntervalMonths: isOnce(terms) ? 12 : Number(monthsOf(terms)),
  };
  return { amount: annualise({ ...price, kind: "recurring", isTrial: false }), arr: annualise(price) };
}

/** The terms as the API takes them. */
export function fieldsOf(terms: LineTerms) {
  const price = terms.isStated
    ? { arr: terms.arr.trim() }
    : {
        quantity: terms.quantity.trim(),
        unitPrice: terms.unitPrice.trim(),
        discountPct: terms.discountPct.trim() || "0",
        ...(isOnce(terms) ? {} : { billingIntervalMonths: Number(monthsOf(terms)) }),
      };
  return {
    kind: terms.kind,
    trial: terms.trial,
    upliftPct: terms.upliftPct.trim() || null,
    ...(terms.plan.trim() === "" ? {} : { plan: terms.plan.trim() }),
    ...price,
  };
}

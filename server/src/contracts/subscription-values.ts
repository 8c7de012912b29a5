import { decimal, decimalText, fromInteger, multiply } from "@perennial/contract/pricing";
import type { RecordInput } from "../objects/index.ts";

type Problem = { path: string; message: string };

const intervals: Record<string, number> = {
  month: 1,
  monthly: 1,
  quarter: 3,
  quarterly: 3,
  year: 12,
  yearly: 12,
  annual: 12,
  annually: 12,
};

/**
 * Turns the other ways of saying things (`mrr`, `endsBefore`, `billingInterval`) into the fields that are stored.
 * ARR wins over MRR where both are given.
 */
export function subscriptionValues(input: RecordInput): {
  values: Record<string, unknown>;
  problems: Problem[];
} {
  const { mrr, endsBefore, billingInterval } = input.extras ?? {};
  const values: Record<string, unknown> = { ...input.values };
  const problems: Problem[] = [];
  const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== "";
  if (isGiven(mrr) && !isGiven(values.arr)) {
    const yearly = twelveTimes(String(mrr));
    if (yearly === null) problems.push({ path: "mrr", message: `“${mrr}” is not a number` });
    else values.arr = yearly;
  }
  if (isGiven(endsBefore) && !isGiven(values.endsOn)) {
    const last = dayBefore(String(endsBefore));
    if (last === null)
      problems.push({ path: "endsBefore", message: `“${endsBefore}” is not a date of the form YYYY-MM-DD` });
    else values.endsOn = last;
  }
  if (isGiven(billingInterval) && !isGiven(values.billingIntervalMonths)) {
    const text = String(billingInterval).trim().toLowerCase();
    const months = intervals[text] ?? (/^\d{1,3}$/.test(text) ? Number(text) : Number.NaN);
    if (months >= 1 && months <= 240) values.billingIntervalMonths = months;
    else
      problems.push({
        path: "billingInterval",
        message: `“${billingInterval}” is not month, quarter, year or a number of months`,
      });
  }
  return { values, problems };
}

function twelveTimes(text: string): string | null {
  try {
    return decimalText(multiply(decimal(text), fromInteger(12)));
  } catch {
    return null;
  }
}

function dayBefore(text: string): string | null {
  try {
    return Temporal.PlainDate.from(text, { overflow: "reject" }).subtract({ days: 1 }).toString();
  } catch {
    return null;
  }
}

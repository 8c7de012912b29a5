import {
  annualise,
  annualiseStated,
  compare,
  decimal,
  decimalText,
  fromInteger,
  minorDigits,
  round,
  type SubscriptionKind,
} from "@perennial/contract/pricing";
import type { Json } from "../kernel/command.ts";
import type { RecordWrite, RowProblem } from "../objects/index.ts";

/**
 * Fills in a line's defaults and works out its ARR: from the unit price where it has one, else from the ARR its source
 * states. A price that is new wins over an ARR; an ARR that is new, without a new price, replaces the price.
 */
export function completePrice({ row, isNew, before, after }: RecordWrite): RowProblem[] {
  after.kind ??= "recurring";
  after.trial ??= false;
  after.quantity ??= "1";
  after.discountPct ??= "0";
  const hasNewPrice = after.unitPrice !== null && (isNew || !isSame(before.unitPrice, after.unitPrice));
  const hasNewArr = (after.arr ?? null) !== null && (isNew || !isSame(before.arr, after.arr));
  if (hasNewPrice) after.statedArr = null;
  else if (hasNewArr) {
    after.statedArr = after.arr ?? null;
    after.unitPrice = null;
  }
  const isOnce = after.kind === "one-off";
  if (after.unitPrice !== null && !isOnce && (after.billingIntervalMonths ?? null) === null) {
    return [
      {
        row,
        path: "billingInterval",
        message: "a unit price needs its billing interval: month, quarter, year",
      },
    ];
  }
  const excess = discountProblem(String(after.discountPct));
  if (excess !== null) return [{ row, ...excess }];
  after.billingIntervalMonths ??= 12;
  const months = Number(after.billingIntervalMonths);
  if (months < 1 || months > 240) return [{ row, path: "billingInterval", message: "from 1 to 240 months" }];
  after.arr = arrOf(after, months);
  return [];
}

/** More than the whole price off would be money given back, which is a line of its own. */
export function discountProblem(discountPct: string): { path: string; message: string } | null {
  if (compare(decimal(discountPct), fromInteger(100)) <= 0) return null;
  return { path: "discountPct", message: "a discount is at most 100 %; what is given back is a refund" };
}

function arrOf(after: RecordWrite["after"], billingIntervalMonths: number): string {
  const line = {
    kind: String(after.kind) as SubscriptionKind,
    isTrial: after.trial === true,
    currency: String(after.currency),
  };
  if (after.unitPrice !== null) {
    return annualise({
      ...line,
      quantity: String(after.quantity),
      unitPrice: String(after.unitPrice),
      discountPct: String(after.discountPct),
      billingIntervalMonths,
    });
  }
  if ((after.statedArr ?? null) !== null) return annualiseStated(line, { arr: String(after.statedArr) });
  return decimalText(round(fromInteger(0), minorDigits(line.currency)));
}

const isSame = (left: Json | undefined, right: Json | undefined): boolean => {
  if (left === null || left === undefined || right === null || right === undefined) return left === right;
  return compare(decimal(String(left)), decimal(String(right))) === 0;
};

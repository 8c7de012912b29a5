import {
  type Decimal,
  decimal,
  decimalText,
  divide,
  fromInteger,
  multiply,
  round,
  subtract,
} from "./decimal.ts";

export type SubscriptionKind = "recurring" | "usage-commitment" | "one-off";

/** What a line costs: a price per unit and billing interval, or an ARR or MRR stated by the source. */
export type LinePrice = {
  readonly kind: SubscriptionKind;
  readonly isTrial: boolean;
  readonly currency: string;
  readonly quantity: string;
  readonly unitPrice: string | null;
  readonly discountPct: string;
  readonly billingIntervalMonths: number;
};

/**
 * ARR of one line in its own currency: unit price × quantity × (1 − discount) × 12 ÷ billing interval in months,
 * rounded once, half to even, to the currency's minor unit. Trials and one-off fees carry none; a commitment to
 * use is recurring. A negative price (a refund for its span) gives a negative ARR.
 */
export function annualise(line: LinePrice): string {
  if (!carriesArr(line) || line.unitPrice === null) return zero(line.currency);
  const rest = subtract(fromInteger(100), decimal(line.discountPct));
  const yearly = multiply(decimal(line.unitPrice), decimal(line.quantity), rest, fromInteger(12));
  const divisor = fromInteger(100 * line.billingIntervalMonths);
  return decimalText(divide(yearly, divisor, minorDigits(line.currency)));
}

/** ARR of a line whose source states its revenue per year, or per month, instead of a price. */
export function annualiseStated(
  line: Pick<LinePrice, "kind" | "isTrial" | "currency">,
  stated: { readonly arr: string } | { readonly mrr: string },
): string {
  if (!carriesArr(line)) return zero(line.currency);
  const yearly: Decimal =
    "arr" in stated ? decimal(stated.arr) : multiply(decimal(stated.mrr), fromInteger(12));
  return decimalText(round(yearly, minorDigits(line.currency)));
}

/** Whether a line of this kind counts towards ARR at all. */
export const carriesArr = (line: Pick<LinePrice, "kind" | "isTrial">): boolean =>
  !line.isTrial && line.kind !== "one-off";

/** Decimal places of a currency's minor unit (ISO 4217): 2 for USD, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

const zero = (currency: string): string => decimalText(round(fromInteger(0), minorDigits(currency)));

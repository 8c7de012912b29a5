import {
  add,
  annualise,
  carriesArr,
  compare,
  type Decimal,
  decimal,
  decimalText,
  divide,
  isZero,
  type LinePrice,
  minorDigits,
  multiply,
  round,
  subtract,
} from "../contracts/index.ts";

/** A line of the contract as it stands on the last day of the term. */
export type ExpiringLine = LinePrice & {
  readonly id: string;
  readonly arr: string;
  readonly upliftPct: string | null;
};

/** What the next term costs where no ARR was agreed: as now, without discounts, or with the uplift. */
export type NextPrice = "same" | "list" | "uplift";

/** What a line costs in the next term. `unitPrice` is null where only its ARR is known. */
export type RenewedLine = {
  readonly id: string;
  readonly unitPrice: string | null;
  readonly discountPct: string;
  readonly arr: string;
  readonly isUnchanged: boolean;
};

/** What lines of a contract are renewed for, and what of it the renewal counts: the lines in its own currency. */
export function renewContract(
  lines: readonly ExpiringLine[],
  currency: string,
  contractUpliftPct: string | null,
  agreedArr: string | null,
  price: NextPrice = "uplift",
): { own: RenewedLine[]; others: RenewedLine[] } {
  const isOwn = (line: ExpiringLine): boolean => line.currency === currency;
  const others = lines.filter((line) => !isOwn(line));
  return {
    own: renewLines(lines.filter(isOwn), contractUpliftPct, agreedArr, price),
    // An ARR that was agreed is in the renewal's currency: what is sold in another one goes on as it is.
    others: renewLines(others, contractUpliftPct, null, agreedArr === null ? price : "same"),
  };
}

/**
 * Prices of the next term. Without an agreed ARR each line takes its own uplift, else the contract's, once, on the
 * price it has now. With one, the lines share it in proportion to their ARR, exact to the minor unit: what rounding
 * leaves goes to the largest. Lines without ARR (trials, one-off fees) are not renewed, and neither are refunds: they are for
 * their span.
 */
export function renewLines(
  lines: readonly ExpiringLine[],
  contractUpliftPct: string | null,
  agreedArr: string | null,
  price: NextPrice = "uplift",
): RenewedLine[] {
  const renewing = lines.filter((line) => carriesArr(line) && !isRefund(line));
  if (agreedArr === null && price === "same") return renewing.map(unchanged);
  if (agreedArr === null && price === "list") return renewing.map(atList);
  if (agreedArr === null)
    return renewing.map((line) => uplift(line, line.upliftPct ?? contractUpliftPct ?? "0"));
  const total = sumOf(renewing);
  if (compare(total, decimal(agreedArr)) === 0) return renewing.map(unchanged);
  return isZero(total) ? giveToFirst(renewing, agreedArr) : share(renewing, total, decimal(agreedArr));
}

/** A negative line: given back for its span, and never a part of what is sold on. */
export const isRefund = (line: { readonly arr: string }): boolean =>
  compare(decimal(line.arr), decimal("0")) < 0;

export const sumOf = (lines: readonly { readonly arr: string }[]): Decimal =>
  lines.reduce((sum, line) => add(sum, decimal(line.arr)), decimal("0"));

/** The list price is the unit price before its discount; a line known by its ARR alone has none. */
function atList(line: ExpiringLine): RenewedLine {
  if (line.unitPrice === null || isZero(decimal(line.discountPct))) return unchanged(line);
  const arr = annualise({ ...line, discountPct: "0" });
  return { id: line.id, unitPrice: line.unitPrice, discountPct: "0", arr, isUnchanged: false };
}

function uplift(line: ExpiringLine, upliftPct: string): RenewedLine {
  if (isZero(decimal(upliftPct))) return unchanged(line);
  const factor = divide(
    add(decimal("100"), decimal(upliftPct)),
    decimal("100"),
    decimal(upliftPct).scale + 2,
  );
  if (line.unitPrice === null) {
    const arr = decimalText(round(multiply(decimal(line.arr), factor), minorDigits(line.currency)));
    return { id: line.id, unitPrice: null, discountPct: line.discountPct, arr, isUnchanged: false };
  }
  const places = Math.max(decimal(line.unitPrice).scale, minorDigits(line.currency));
  const unitPrice = decimalText(round(multiply(decimal(line.unitPrice), factor), places));
  return {
    id: line.id,
    unitPrice,
    discountPct: line.discountPct,
    arr: annualise({ ...line, unitPrice }),
    isUnchanged: false,
  };
}

function share(lines: readonly ExpiringLine[], total: Decimal, agreed: Decimal): RenewedLine[] {
  const shares = lines.map((line) =>
    divide(multiply(agreed, decimal(line.arr)), total, Math.max(minorDigits(line.currency), agreed.scale)),
  );
  const residue = subtract(agreed, shares.reduce(add, decimal("0")));
  const largest = lines.reduce(
    (best, line, index) => (compare(decimal(line.arr), decimal(lines[best]?.arr ?? "0")) > 0 ? index : best),
    0,
  );
  return lines.map((line, index) => {
    const own = shares[index] ?? decimal("0");
    const arr = decimalText(index === largest ? add(own, residue) : own);
    return { id: line.id, unitPrice: null, discountPct: line.discountPct, arr, isUnchanged: false };
  });
}

const giveToFirst = (lines: readonly ExpiringLine[], agreedArr: string): RenewedLine[] =>
  lines.map((line, index) =>
    index === 0
      ? { id: line.id, unitPrice: null, discountPct: line.discountPct, arr: agreedArr, isUnchanged: false }
      : unchanged(line),
  );

const unchanged = (line: ExpiringLine): RenewedLine => ({
  id: line.id,
  unitPrice: line.unitPrice,
  discountPct: line.discountPct,
  arr: line.arr,
  isUnchanged: true,
});

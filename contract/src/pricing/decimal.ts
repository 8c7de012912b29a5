/**
 * Exact decimal arithmetic for prices: an integer and the number of its decimal places.
 * Sums of ARR are made by PostgreSQL in `numeric`; this is for one line's price, where a factor such as
 * 12 ÷ 7 months needs one rounding, at the end, half to even.
 */
export type Decimal = { readonly units: bigint; readonly scale: number };

const shape = /^(-?)(\d+)(?:\.(\d+))?$/;

/** Reads `"-1240.50"`. Throws a RangeError on anything that is not a plain decimal number. */
export function decimal(text: string): Decimal {
  const match = shape.exec(text.trim());
  if (!match) throw new RangeError(`"${text}" is not a decimal number`);
  const [, sign, whole = "0", fraction = ""] = match;
  const units = BigInt(whole + fraction);
  return { units: sign === "-" ? -units : units, scale: fraction.length };
}

export const fromInteger = (value: number | bigint): Decimal => ({ units: BigInt(value), scale: 0 });

export function multiply(...factors: readonly Decimal[]): Decimal {
  return factors.reduce((product, factor) => ({
    units: product.units * factor.units,
    scale: product.scale + factor.scale,
  }));
}

export function add(left: Decimal, right: Decimal): Decimal {
  const scale = Math.max(left.scale, right.scale);
  return { units: atScale(left, scale) + atScale(right, scale), scale };
}

export const negate = (value: Decimal): Decimal => ({ units: -value.units, scale: value.scale });
export const subtract = (left: Decimal, right: Decimal): Decimal => add(left, negate(right));

/** `value ÷ divisor`, rounded half to even at `scale` places. */
export function divide(value: Decimal, divisor: Decimal, scale: number): Decimal {
  if (divisor.units === 0n) throw new RangeError("division by zero");
  const numerator = value.units * power(scale + divisor.scale);
  const denominator = divisor.units * power(value.scale);
  return { units: divideHalfEven(numerator, denominator), scale };
}

/** Rounds half to even at `scale` places. */
export const round = (value: Decimal, scale: number): Decimal => divide(value, fromInteger(1), scale);

/** Writes exactly `scale` decimal places: `"1240000.00"`. */
export function decimalText(value: Decimal): string {
  const digits = (value.units < 0n ? -value.units : value.units).toString().padStart(value.scale + 1, "0");
  const whole = digits.slice(0, digits.length - value.scale);
  const fraction = value.scale > 0 ? `.${digits.slice(digits.length - value.scale)}` : "";
  return `${value.units < 0n ? "-" : ""}${whole}${fraction}`;
}

export const isZero = (value: Decimal): boolean => value.units === 0n;
export const compare = (left: Decimal, right: Decimal): number => {
  const difference = subtract(left, right).units;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};

const power = (scale: number): bigint => 10n ** BigInt(scale);
const atScale = (value: Decimal, scale: number): bigint => value.units * power(scale - value.scale);

/** `numerator / denominator` of two integers, rounded half to even. */
function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const quotient = n / d;
  const twice = (n % d) * 2n;
  const up = twice > d || (twice === d && quotient % 2n === 1n) ? 1n : 0n;
  return negative ? -(quotient + up) : quotient + up;
}

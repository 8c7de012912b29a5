/**
 * Exact decimal numbers, as PostgreSQL's `numeric` computes them. Sums and products are exact; division is rounded half
 * away from zero to `fractionDigits`, which SQL does by the same two exact steps (see `functions/arithmetic.ts`).
 */
export class Exact {
  /** The number times 10 to the power of `scale`. */
  readonly units: bigint;
  readonly scale: number;

  constructor(units: bigint, scale = 0) {
    this.units = units;
    this.scale = scale;
  }
}

/** Digits behind the point that a quotient, a mean or a stored result keeps. */
export const fractionDigits = 12;
/** A result as great as this, or as small as its negative, cannot be kept and is missing. */
export const bound = 10n ** 16n;

const shape = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

/** Reads a decimal as JSON, a person or PostgreSQL writes it. */
export function exact(value: string | number | bigint): Exact {
  if (typeof value === "bigint") return new Exact(value);
  const match = shape.exec(String(value).trim());
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match ?? [];
  if (match === null || whole + fraction === "") throw new RangeError(`“${value}” is not a decimal number.`);
  const units = BigInt(`${sign}${whole}${fraction}`);
  const scale = fraction.length - Number(exponent);
  return scale >= 0 ? new Exact(units, scale) : new Exact(units * 10n ** BigInt(-scale));
}

function unitsAt(number: Exact, scale: number): bigint {
  return number.units * 10n ** BigInt(scale - number.scale);
}

function aligned(a: Exact, b: Exact): [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale);
  return [unitsAt(a, scale), unitsAt(b, scale), scale];
}

export function add(a: Exact, b: Exact): Exact {
  const [left, right, scale] = aligned(a, b);
  return new Exact(left + right, scale);
}

export function negate(a: Exact): Exact {
  return new Exact(-a.units, a.scale);
}

export function multiply(a: Exact, b: Exact): Exact {
  return new Exact(a.units * b.units, a.scale + b.scale);
}

/** Rounded half away from zero to `fractionDigits`; `null` for division by zero. */
export function divide(a: Exact, b: Exact): Exact | null {
  if (b.units === 0n) return null;
  const [left, right] = aligned(a, b);
  // One digit more, cut off: enough to round by.
  const cut = (left * 10n ** BigInt(fractionDigits + 1)) / right;
  return round(new Exact(cut, fractionDigits + 1), fractionDigits);
}

/** What is left over, with the sign of `a`; `null` for division by zero. */
export function remainder(a: Exact, b: Exact): Exact | null {
  if (b.units === 0n) return null;
  const [left, right, scale] = aligned(a, b);
  return new Exact(left % right, scale);
}

/** Negative when a < b, zero when equal, positive when a > b. */
export function compare(a: Exact, b: Exact): number {
  const [left, right] = aligned(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** To `digits` behind the point, half away from zero. */
export function round(a: Exact, digits: number): Exact {
  if (a.scale <= digits) return a;
  const unit = 10n ** BigInt(a.scale - digits);
  const half = a.units < 0n ? -unit / 2n : unit / 2n;
  return new Exact((a.units + half) / unit, digits);
}

/** The greatest whole number that is not above, or the least that is not below. */
export function roundTowards(a: Exact, direction: "down" | "up"): Exact {
  const unit = 10n ** BigInt(a.scale);
  const cut = a.units / unit;
  if (cut * unit === a.units) return new Exact(cut);
  if (direction === "down") return new Exact(a.units < 0n ? cut - 1n : cut);
  return new Exact(a.units > 0n ? cut + 1n : cut);
}

/** Without its fraction. */
export function truncate(a: Exact): bigint {
  return a.units / 10n ** BigInt(a.scale);
}

/** Plain digits without needless zeros: `-0.5`, `1200`. */
export function exactText(a: Exact): string {
  const digits = String(a.units < 0n ? -a.units : a.units).padStart(a.scale + 1, "0");
  const whole = digits.slice(0, digits.length - a.scale);
  const fraction = digits.slice(digits.length - a.scale).replace(/0+$/, "");
  return `${a.units < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** A decimal number as PostgreSQL's `numeric`, JSON or a person writes it: never rounded through a float. */
export type Decimal = string | number;

const shape = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

interface Parts {
  negative: boolean;
  whole: string;
  fraction: string;
}

/** Whether `value` is a finite decimal number. */
export function isDecimal(value: unknown): value is Decimal {
  return (typeof value === "number" || typeof value === "string") && parts(value) !== undefined;
}

/** Exact comparison: negative when a < b, zero when equal, positive when a > b. `1.50` equals `1.5`. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const left = parts(a);
  const right = parts(b);
  if (left === undefined || right === undefined) throw new RangeError("Only finite decimal numbers compare.");
  if (left.negative !== right.negative) return left.negative ? -1 : 1;
  const order = compareSizes(left, right);
  return left.negative ? -order : order;
}

function compareSizes(a: Parts, b: Parts): number {
  if (a.whole.length !== b.whole.length) return a.whole.length - b.whole.length;
  if (a.whole !== b.whole) return a.whole < b.whole ? -1 : 1;
  if (a.fraction === b.fraction) return 0;
  return a.fraction < b.fraction ? -1 : 1;
}

function parts(value: Decimal): Parts | undefined {
  const match = shape.exec(String(value).trim());
  if (match === null) return undefined;
  let whole = match[2] ?? "";
  let fraction = match[3] ?? "";
  if (whole === "" && fraction === "") return undefined;
  const exponent = Number(match[4] ?? 0);
  if (exponent > 0) {
    const moved = fraction.padEnd(exponent, "0");
    whole += moved.slice(0, exponent);
    fraction = moved.slice(exponent);
  } else if (exponent < 0) {
    const moved = whole.padStart(-exponent, "0");
    fraction = moved.slice(moved.length + exponent) + fraction;
    whole = moved.slice(0, moved.length + exponent);
  }
  whole = whole.replace(/^0+/, "");
  fraction = fraction.replace(/0+$/, "");
  return { negative: match[1] === "-" && (whole !== "" || fraction !== ""), whole, fraction };
}

/**
 * The numbers as whole numbers of the same unit, so that sums and products of them are exact: `1.5` and `0.25` are 150n and
 * 25n of 1/100.
 */
export function inOneUnit(...values: readonly Decimal[]): bigint[] {
  const read = values.map((value) => {
    const found = parts(value);
    if (found === undefined) throw new RangeError("Only finite decimal numbers can be reckoned with.");
    return found;
  });
  const places = Math.max(...read.map((each) => each.fraction.length));
  return read.map(({ negative, whole, fraction }) => {
    const size = BigInt(`0${whole}${fraction.padEnd(places, "0")}`);
    return negative ? -size : size;
  });
}

/** Exact sums of decimal strings: BigInt in ten-thousandths, since a float loses cents over many rows. */
const scale = 4;
const unit = 10n ** BigInt(scale);

function toUnits(value: string | number): bigint {
  const text = typeof value === "number" ? value.toFixed(scale) : value.trim();
  const [whole = "0", fraction = ""] = text.replace("-", "").split(".");
  const units = BigInt(whole || "0") * unit + BigInt(fraction.slice(0, scale).padEnd(scale, "0"));
  return text.startsWith("-") ? -units : units;
}

function toText(units: bigint): string {
  const size = units < 0n ? -units : units;
  const fraction = String(size % unit)
    .padStart(scale, "0")
    .replace(/0+$/, "");
  return `${units < 0n ? "-" : ""}${size / unit}${fraction && `.${fraction}`}`;
}

const roomy = 2 ** 52;

/** Adds in plain integers while they are safe, which is some ten times quicker than BigInt all along. */
function sumUnits(values: readonly (string | number)[]): bigint {
  let total = 0n;
  let whole = 0;
  let fraction = 0;
  for (const value of values) {
    if (typeof value === "string" && value.length < 16 && value.indexOf(".") === -1) whole += Number(value);
    else {
      const units = toUnits(value);
      whole += Number(units / unit);
      fraction += Number(units % unit);
    }
    if (Math.abs(whole) > roomy || Math.abs(fraction) > roomy) {
      total += BigInt(whole) * unit + BigInt(fraction);
      whole = 0;
      fraction = 0;
    }
  }
  return total + BigInt(whole) * unit + BigInt(fraction);
}

/** The exact sum, as a decimal string. */
export function sumDecimals(values: readonly (string | number)[]): string {
  return toText(sumUnits(values));
}

/** The exact difference, as a decimal string. */
export function subtractDecimals(from: string, what: string): string {
  return toText(toUnits(from) - toUnits(what));
}

/** The mean, rounded half away from zero at the fourth digit; null of nothing. */
export function meanDecimals(values: readonly (string | number)[]): string | null {
  if (values.length === 0) return null;
  const sum = sumUnits(values);
  const count = BigInt(values.length);
  const half = sum < 0n ? -count : count;
  return toText((2n * sum + half) / (2n * count));
}

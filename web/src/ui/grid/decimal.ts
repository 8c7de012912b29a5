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

/** The exact sum, as a decimal string. */
export function sumDecimals(values: readonly (string | number)[]): string {
  return toText(values.reduce<bigint>((sum, value) => sum + toUnits(value), 0n));
}

/** The mean, rounded half away from zero at the fourth digit; null of nothing. */
export function meanDecimals(values: readonly (string | number)[]): string | null {
  if (values.length === 0) return null;
  const sum = values.reduce<bigint>((total, value) => total + toUnits(value), 0n);
  const count = BigInt(values.length);
  const half = sum < 0n ? -count : count;
  return toText((2n * sum + half) / (2n * count));
}

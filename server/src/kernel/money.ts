/**
 * Exact money. Amounts travel as decimal strings (`"1240000.00"`) and are counted as BigInt in 1/10,000 of
 * the currency's unit, the scale of the database's `numeric(20,4)`; never as floating point.
 */
export type Money = { amount: string; currency: string };

const scaleDigits = 4;
const scale = 10n ** BigInt(scaleDigits);
const decimalPattern = /^(-?)(\d+)(?:\.(\d+))?$/;

/** Parses a decimal string into 1/10,000 units, rounding half to even; undefined when it is not a number. */
export function parseAmount(text: string): bigint | undefined {
  const match = decimalPattern.exec(text.trim());
  if (!match) return undefined;
  const fraction = (match[3] ?? "").padEnd(scaleDigits, "0");
  const kept = BigInt(match[2] ?? "0") * scale + BigInt(fraction.slice(0, scaleDigits) || "0");
  const rest = fraction.slice(scaleDigits);
  const rounded = kept + roundingOf(kept, rest);
  return match[1] === "-" ? -rounded : rounded;
}

function roundingOf(kept: bigint, rest: string): bigint {
  if (rest === "" || /^0*$/.test(rest)) return 0n;
  const first = rest.charCodeAt(0) - 48;
  if (first !== 5) return first > 5 ? 1n : 0n;
  return /^50*$/.test(rest) && kept % 2n === 0n ? 0n : 1n;
}

/** Writes 1/10,000 units as a decimal string with two digits, or as many as the value needs (at most four). */
export function formatAmount(units: bigint): string {
  const sign = units < 0n ? "-" : "";
  const absolute = units < 0n ? -units : units;
  const fraction = (absolute % scale)
    .toString()
    .padStart(scaleDigits, "0")
    .replace(/0{1,2}$/, "");
  return `${sign}${absolute / scale}.${fraction.padEnd(2, "0")}`;
}

import { compare, Exact } from "../exact.ts";
import type { FormulaValue } from "../formula-value.ts";

/** Orders two values of one type as SQL does; texts by their code points (`COLLATE "C"`). */
export function compareValues(a: NonNullable<FormulaValue>, b: NonNullable<FormulaValue>): number {
  if (a instanceof Exact && b instanceof Exact) return compare(a, b);
  if (a instanceof Temporal.PlainDate && b instanceof Temporal.PlainDate)
    return Temporal.PlainDate.compare(a, b);
  if (a instanceof Temporal.Instant && b instanceof Temporal.Instant) return Temporal.Instant.compare(a, b);
  if (typeof a === "string" && typeof b === "string") return compareTexts(a, b);
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  throw new TypeError("Values of two types were compared.");
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [[...a], [...b]];
  const at = left.findIndex((character, index) => character !== right[index]);
  if (at === -1) return -1;
  return (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? -1);
}

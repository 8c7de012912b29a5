import type { CellValue } from "./column.ts";
import { meanDecimals, sumDecimals } from "./decimal.ts";

/** What a footer or a group header says about a column. */
export type AggregateName = "count" | "sum" | "mean" | "min" | "max";

/** The word before the figure; a sum needs none. */
export const aggregateWords: Record<AggregateName, string> = {
  count: "filled",
  sum: "",
  mean: "mean",
  min: "min",
  max: "max",
};

function extreme(values: readonly (string | number)[], sign: 1 | -1): CellValue {
  let best: string | number | null = null;
  for (const value of values) {
    const isBetter = best === null || sign * compareFigures(value, best) > 0;
    if (isBetter) best = value;
  }
  return best;
}

/** Decimal strings as numbers, dates as text. */
function compareFigures(a: string | number, b: string | number): number {
  const [left, right] = [Number(a), Number(b)];
  if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right;
  return String(a) < String(b) ? -1 : 1;
}

/** Aggregates the values that are there; null where none is. Sums and means are exact decimal strings. */
export function aggregate(name: AggregateName, values: readonly CellValue[]): CellValue {
  const present = values.filter((value) => typeof value === "string" || typeof value === "number");
  if (name === "count") return values.filter((value) => value !== null && value !== "").length;
  if (present.length === 0) return null;
  if (name === "sum") return sumDecimals(present);
  if (name === "mean") return meanDecimals(present);
  return extreme(present, name === "max" ? 1 : -1);
}

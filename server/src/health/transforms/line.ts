import { type RawBuilder, sql } from "kysely";
import type { TransformProblem } from "./transform-record.ts";

/** From one value and its points straight to another, bounded at both ends. */
export type Line = { from: { value: number; points: number }; to: { value: number; points: number } };

export function number(value: number | string): RawBuilder<unknown> {
  return sql`${sql.lit(value)}::numeric`;
}

/** The points of a value along a line; null where it is missing. */
export function pointsAlong(line: Line, seen: RawBuilder<unknown>): RawBuilder<unknown> {
  const { from, to } = line;
  const along = sql`(${seen} - ${number(from.value)}) / ${number(to.value - from.value)}`;
  // greatest and least pass nulls by, so the missing is taken out first.
  return sql`case when ${seen} is not null then
    round(${number(from.points)} + greatest(0, least(1, ${along})) * ${number(to.points - from.points)}, 2) end`;
}

export function pointsOfValue({ from, to }: Line, value: number): number {
  const along = (value - from.value) / (to.value - from.value);
  return toHundredths(from.points + Math.min(1, Math.max(0, along)) * (to.points - from.points));
}

export function toHundredths(points: number): number {
  return Math.round(points * 100) / 100;
}

export function* lineProblems({ from, to }: Line): Generator<TransformProblem> {
  if (from.value === to.value) yield { path: "to.value", message: "different from where the line begins" };
}

/** `0 → 100 … 50 → 20`, with the unit behind the values. */
export function printedLine({ from, to }: Line, unit = ""): string {
  return `${from.value}${unit} → ${from.points} … ${to.value}${unit} → ${to.points}, straight between`;
}

import type { Exact } from "./exact.ts";

/** A value in memory while a formula is worked out; `null` is missing. */
export type FormulaValue =
  | Exact
  | string
  | boolean
  | Temporal.PlainDate
  | Temporal.Instant
  | readonly string[]
  | null;

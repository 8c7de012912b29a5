import type { z } from "zod";
import type { FieldType } from "../catalog.ts";
import type { Env } from "../env.ts";
import type { Decimal } from "../values/decimal.ts";

/** What the rule editor shows for an operator's value. */
export type EditorKind =
  | "none"
  | "text"
  | "text-list"
  | "number"
  | "number-range"
  | "yes-no"
  | "date"
  | "date-range"
  | "duration"
  | "duration-or-hours"
  | "days"
  | "period"
  | "option"
  | "option-list"
  | "reference-list"
  | "change"
  | "change-values"
  | "change-by"
  | "deviation";

/** A value as it stands in a record, read by the field's type; `null` when missing. */
export type Seen =
  | string
  | number
  | boolean
  | readonly string[]
  | Temporal.PlainDate
  | Temporal.Instant
  | null;

/** One change of a field: what it was until `at`, and what it became. */
export interface SeenChange {
  at: Temporal.Instant;
  old: Seen;
  new: Seen;
}

/** The middle of the healthy accounts of a segment, and how far they spread around it. */
export interface Baseline {
  /** Their median. */
  median: Decimal;
  /** 1.4826 × the median distance from the median: as wide as one standard deviation, were they normally distributed. */
  spread: Decimal;
}

/** What stands beside the value in memory. */
export interface SeenBeside {
  /** The field's changes, earliest first. */
  changes(): readonly SeenChange[];
  /** Whether the record is in the segment. */
  isIn(segment: string): boolean;
  baselines: Readonly<Record<string, Baseline>>;
}

/** The same in SQL. */
export interface SqlBeside {
  /** `SELECT` over the field's changes since the instant: `selected` gets their old and new value, each NULL when missing. */
  changes(
    since: Temporal.Instant,
    selected: (change: { old: string; new: string }) => {
      columns: string;
      where?: string;
      isFirst?: boolean;
    },
  ): string;
  /** True or false, never NULL. */
  isIn(segment: string): string;
  baselines: Readonly<Record<string, Baseline>>;
}

export interface SqlOperand {
  /** The SQL expression; NULL exactly when the value is missing. */
  sql: string;
  type: FieldType;
  beside: SqlBeside;
}

export interface SqlScope {
  env: Env;
  /** Binds a value and gives its placeholder with the cast, such as `$3::text[]`. */
  param(value: unknown, cast: string): string;
}

/** Names that stand for values in sentences: an option's label, a teammate's name. */
export type NameOf = (value: string) => string;

/**
 * All that is known of one operator. The same id may serve several types by several records, as long as no type has two.
 * Missing values are decided once, outside: `evaluate` is asked only about values that are there, and `sql` gives NULL for
 * NULL, unless the operator is `aboutPresence` or has `needs`.
 */
export interface Operator<Value = unknown> {
  id: string;
  /** As the editor lists it: “contains”. */
  label: string;
  types: readonly FieldType[];
  editor: EditorKind;
  /** The value's shape; absent when the operator takes none. */
  value?: z.ZodType<Value>;
  aboutPresence?: boolean;
  /**
   * What the field must have besides a value: a history that is kept, or baselines. Such an operator decides about missing
   * values itself.
   */
  needs?: "history" | "baselines";
  /** Today's date decides, so that the answer may change without any fact changing. */
  usesClock?: boolean;
  /** Of such an operator: whether this value counts in hours, so that the answer may change within a day. */
  countsHours?(value: Value): boolean;
  /** The values that must be among the field's options. */
  optionsIn?(value: Value): readonly string[];
  /** The segments that the value names, which must exist. */
  segmentsIn?(value: Value): readonly string[];
  sql(operand: SqlOperand, value: Value, scope: SqlScope): string;
  /** `null` when the environment lacks what is asked (`is me` without a me). */
  evaluate(seen: Seen, value: Value, env: Env, beside: SeenBeside): boolean | null;
  /** “ARR is at least 10,000”. */
  describe(label: string, value: Value, nameOf: NameOf): string;
}

/** Writes an operator with its value's own type; lists hold it with the type forgotten, after `value` has checked it. */
export function operator<Value = undefined>(record: Operator<Value>): Operator {
  return record;
}

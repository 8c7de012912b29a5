import type { z } from "zod";
import type { FieldType } from "../catalog.ts";
import type { Env } from "../env.ts";

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
  | "days"
  | "period"
  | "option"
  | "option-list"
  | "reference-list";

/** A value as it stands in a record, read by the field's type; `null` when missing. */
export type Seen =
  | string
  | number
  | boolean
  | readonly string[]
  | Temporal.PlainDate
  | Temporal.Instant
  | null;

export interface SqlOperand {
  /** The SQL expression; NULL exactly when the value is missing. */
  sql: string;
  type: FieldType;
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
 * NULL, unless the operator is `aboutPresence`.
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
  /** Today's date decides, so that the answer may change without any fact changing. */
  usesClock?: boolean;
  /** The values that must be among the field's options. */
  optionsIn?(value: Value): readonly string[];
  sql(operand: SqlOperand, value: Value, scope: SqlScope): string;
  /** `null` when the environment lacks what is asked (`is me` without a me). */
  evaluate(seen: Seen, value: Value, env: Env): boolean | null;
  /** “ARR is at least 10,000”. */
  describe(label: string, value: Value, nameOf: NameOf): string;
}

/** Writes an operator with its value's own type; lists hold it with the type forgotten, after `value` has checked it. */
export function operator<Value = undefined>(record: Operator<Value>): Operator {
  return record;
}

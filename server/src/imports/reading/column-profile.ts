import { isAbsent } from "./values/absent.ts";
import { type DateEvidence, type DateOrder, dateEvidence } from "./values/date.ts";
import { type NumberEvidence, type NumberFormat, numberEvidence } from "./values/decimal.ts";
import { monthParts } from "./values/month.ts";

/** What a column seems to hold: the trait type it would become. */
export type GuessedType =
  | "text"
  | "long-text"
  | "number"
  | "currency"
  | "percentage"
  | "boolean"
  | "date"
  | "instant"
  | "month"
  | "select"
  | "email"
  | "url";

/** What is known of a column after all its values were seen. */
export type ColumnProfile = {
  name: string;
  type: GuessedType;
  /** The kinds that a good part of its values have, be the rest spoilt. */
  plausible: readonly PlausibleKind[];
  filled: number;
  empty: number;
  /** Up to five different values, as they stand in the file. */
  examples: string[];
  /** All different values, where they are few. */
  distinct: string[] | undefined;
  /** How its dates and numbers are written; `undecided` must be asked. */
  dateOrder: DateOrder | "undecided" | "none";
  numberFormat: NumberFormat | "undecided" | "none";
};

export type PlausibleKind = "boolean" | "date" | "month" | "number" | "email";

const fullyProfiledRows = 20_000;
const mostDistinct = 50;
const exampleCount = 5;
/** A type holds when this share of the values has it: a few bad values do not change what a column is. */
const typeShare = 0.9;
const plausibleShare = 0.4;
/** Evidence this one-sided decides in spite of a few values that contradict it; those rows are rejected. */
const clearMajority = 0.95;

const hasDigit = /\d/;
const booleanWord = /^(true|false|yes|no|t|f|y|n|wahr|falsch|vrai|faux)$/i;
const emailForm = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const urlForm = /^https?:\/\/\S+$/i;
const timeForm = /\d:\d{2}/;
const leadingZero = /^0\d+$/;
const currencyForm = /\p{Sc}|\b[A-Z]{3}\b/u;

type Counted =
  | "boolean"
  | "date"
  | "time"
  | "month"
  | "number"
  | "percent"
  | "currency"
  | "email"
  | "url"
  | "zeros";

/**
 * Gathers, value by value and in constant memory, what a column holds. The first 20,000 rows are looked at from every side; after
 * them only what must be decided over the whole column: the order of day and month, and the sign before decimals.
 */
export class ColumnProfiler {
  readonly name: string;
  #filled = 0;
  #empty = 0;
  #profiled = 0;
  #longest = 0;
  #distinct: Set<string> | undefined = new Set();
  readonly #examples = new Set<string>();
  readonly #counts: Record<Counted, number> = {
    boolean: 0,
    date: 0,
    time: 0,
    month: 0,
    number: 0,
    percent: 0,
    currency: 0,
    email: 0,
    url: 0,
    zeros: 0,
  };
  readonly #dates: Record<DateEvidence, number> = { clear: 0, dmy: 0, mdy: 0, same: 0, unclear: 0 };
  readonly #numbers: Record<NumberEvidence, number> = {
    point: 0,
    comma: 0,
    neutral: 0,
    "unclear-point": 0,
    "unclear-comma": 0,
  };

  constructor(name: string) {
    this.name = name;
  }

  observe(raw: string): void {
    const value = raw.trim();
    if (isAbsent(value)) {
      this.#empty += 1;
      return;
    }
    this.#filled += 1;
    if (this.#examples.size < exampleCount) this.#examples.add(value.slice(0, 200));
    if (this.#profiled < fullyProfiledRows) this.#profile(value);
    else if (hasDigit.test(value) && value.length <= 40) this.#weigh(value);
  }

  #profile(value: string): void {
    this.#profiled += 1;
    this.#longest = Math.max(this.#longest, value.length, value.includes("\n") ? 201 : 0);
    this.#distinct?.add(value);
    if (this.#distinct && this.#distinct.size > mostDistinct) this.#distinct = undefined;
    const count = (what: Counted, is: boolean) => {
      if (is) this.#counts[what] += 1;
    };
    count("boolean", booleanWord.test(value));
    count("email", emailForm.test(value));
    count("url", urlForm.test(value));
    if (!hasDigit.test(value) || value.length > 40) return;
    const { date, number } = this.#weigh(value);
    count("date", date !== undefined);
    count("time", date !== undefined && timeForm.test(value));
    count("month", date === undefined && monthParts(value) !== undefined);
    count("number", number !== undefined);
    count("zeros", leadingZero.test(value));
    count("percent", number !== undefined && value.includes("%"));
    count("currency", number !== undefined && currencyForm.test(value));
  }

  #weigh(value: string): { date?: DateEvidence | undefined; number?: NumberEvidence | undefined } {
    const date = dateEvidence(value);
    if (date) this.#dates[date] += 1;
    const number = date ? undefined : numberEvidence(value);
    if (number) this.#numbers[number] += 1;
    return { date, number };
  }

  finish(): ColumnProfile {
    const distinct = this.#distinct && [...this.#distinct];
    return {
      name: this.name,
      type: this.#type(),
      plausible: (["boolean", "date", "month", "number", "email"] as const).filter(
        (kind) => this.#counts[kind] > this.#profiled * plausibleShare,
      ),
      filled: this.#filled,
      empty: this.#empty,
      examples: [...this.#examples],
      distinct,
      dateOrder: this.#dateOrder(),
      numberFormat: this.#numberFormat(),
    };
  }

  #type(): GuessedType {
    const isMostly = (what: Counted) =>
      this.#profiled > 0 && this.#counts[what] >= this.#profiled * typeShare;
    if (isMostly("boolean")) return "boolean";
    if (isMostly("date")) return this.#counts.time > this.#counts.date / 2 ? "instant" : "date";
    if (isMostly("month") && !isMostly("number")) return "month";
    if (isMostly("number") && this.#counts.zeros === 0) {
      if (isMostly("percent")) return "percentage";
      return isMostly("currency") ? "currency" : "number";
    }
    if (isMostly("email")) return "email";
    if (isMostly("url")) return "url";
    if (this.#longest > 200) return "long-text";
    const isRepeating = this.#distinct && this.#profiled >= this.#distinct.size * 3;
    return isRepeating && this.#longest <= 60 ? "select" : "text";
  }

  #dateOrder(): ColumnProfile["dateOrder"] {
    const { dmy, mdy, same, unclear } = this.#dates;
    if (dmy + mdy > 0) {
      if (dmy >= (dmy + mdy) * clearMajority) return "dmy";
      return mdy >= (dmy + mdy) * clearMajority ? "mdy" : "mixed";
    }
    if (unclear > 0) return "undecided";
    return same > 0 ? "dmy" : "none";
  }

  #numberFormat(): ColumnProfile["numberFormat"] {
    const { point, comma, neutral } = this.#numbers;
    const clear = point + comma;
    if (clear > 0) {
      if (point >= clear * clearMajority) return "point";
      return comma >= clear * clearMajority ? "comma" : "mixed";
    }
    // 1,234 alone is a thousand to nearly everybody; 1.234 alone may be either, and a factor of 1,000 is no small matter.
    if (this.#numbers["unclear-point"] > 0) return "undecided";
    if (this.#numbers["unclear-comma"] > 0) return "point";
    return neutral > 0 ? "point" : "none";
  }
}

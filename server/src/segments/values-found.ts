import type { RuleValues } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";

const mostShown = 20;

/** Whether `value` holds what was typed, in any case. */
export function holds(text: string): RawBuilder<boolean> {
  return text.trim() === "" ? sql`true` : sql`strpos(lower(value), lower(${text.trim()})) > 0`;
}

/** Those that begin with what was typed, then the most frequent. */
export function bestFirst(text: string): RawBuilder<unknown> {
  return sql`order by starts_with(lower(value), lower(${text.trim()})) desc, count desc, value limit ${mostShown}`;
}

export type ValueRow = {
  value: string;
  count: number;
  total: number;
  type?: RuleValues["items"][number]["type"];
};

/** @param most how many are looked at: of more, `total` is one above */
export function found(rows: readonly ValueRow[], most: number): RuleValues {
  const total = Number(rows[0]?.total ?? 0);
  return {
    items: rows.map(({ value, count, type }) => ({ value, count: Number(count), ...(type ? { type } : {}) })),
    nextCursor: null,
    lookedAt: Math.min(total, most),
    isSample: total > most,
  };
}

import { type Env, todayOf } from "../env.ts";
import type { DayRange } from "./day-range.ts";

export const periods = ["week", "month", "quarter", "year", "fiscal-quarter", "fiscal-year"] as const;
export type Period = (typeof periods)[number];

const monthsIn: Record<Exclude<Period, "week">, number> = {
  month: 1,
  quarter: 3,
  year: 12,
  "fiscal-quarter": 3,
  "fiscal-year": 12,
};

/** The days of the period that lies `offset` periods from today's; weeks begin on Monday. */
export function periodRange(period: Period, offset: number, env: Env): Required<DayRange> {
  const today = todayOf(env);
  if (period === "week") {
    const from = today.subtract({ days: today.dayOfWeek - 1 }).add({ weeks: offset });
    return { from, until: from.add({ weeks: 1 }) };
  }
  const months = monthsIn[period];
  const firstMonth = period.startsWith("fiscal") ? (env.fiscalYearStartsInMonth ?? 1) : 1;
  const into = (today.month - firstMonth + 12) % months;
  const from = today.with({ day: 1 }).add({ months: offset * months - into });
  return { from, until: from.add({ months }) };
}

import { type Env, todayOf } from "../env.ts";
import { type DayRange, startOfDay } from "./day-range.ts";

/** The days a window of events covers: `withinDays` calendar days of which today is the last; all days when absent. */
export function eventWindow(withinDays: number | undefined, env: Env): DayRange {
  if (withinDays === undefined) return {};
  const until = todayOf(env).add({ days: 1 });
  return { from: until.subtract({ days: withinDays }), until };
}

/** The first instant of the window's first day. */
export function windowStart(days: number, env: Env): Temporal.Instant {
  return startOfDay(todayOf(env).subtract({ days: days - 1 }), env);
}

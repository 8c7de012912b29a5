import { type Env, hourOf, todayOf } from "../env.ts";
import { startOfDay, type TimeRange } from "./day-range.ts";

/** How far a window of events reaches back: in days or in hours; over all time when neither is given. */
export interface Within {
  readonly withinDays?: number;
  readonly withinHours?: number;
}

/**
 * What a window of events covers: `withinDays` calendar days of which today is the last, or `withinHours` whole hours and what
 * has passed of the present one, so that nothing that is no older than asked is left out.
 */
export function eventWindow({ withinDays, withinHours }: Within, env: Env): TimeRange {
  if (withinHours !== undefined) {
    const hour = hourOf(env);
    return { from: hour.subtract({ hours: withinHours }), until: hour.add({ hours: 1 }) };
  }
  if (withinDays === undefined) return {};
  const until = todayOf(env).add({ days: 1 });
  return { from: until.subtract({ days: withinDays }), until };
}

/** The first instant of the window's first day. */
export function windowStart(days: number, env: Env): Temporal.Instant {
  return startOfDay(todayOf(env).subtract({ days: days - 1 }), env);
}

/** Since when a condition must have held: so many days of which today is the last, or so many whole hours. */
export function heldSince(
  { forDays, forHours }: { readonly forDays?: number; readonly forHours?: number },
  env: Env,
): Temporal.Instant | undefined {
  if (forHours !== undefined) return hourOf(env).subtract({ hours: forHours });
  return forDays === undefined ? undefined : windowStart(forDays, env);
}

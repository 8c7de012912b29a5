import type { Env } from "../env.ts";

/** Whole calendar days from `from` up to, but not including, `until`; open where absent. */
export interface DayRange {
  from?: Temporal.PlainDate;
  until?: Temporal.PlainDate;
}

/** Whether the date lies in the range. */
export function dateIsIn(date: Temporal.PlainDate, range: DayRange): boolean {
  if (range.from !== undefined && Temporal.PlainDate.compare(date, range.from) < 0) return false;
  return range.until === undefined || Temporal.PlainDate.compare(date, range.until) < 0;
}

/** Whether the instant lies in the range's days as they begin and end in `env.timeZone`. */
export function instantIsIn(instant: Temporal.Instant, range: DayRange, env: Env): boolean {
  if (range.from !== undefined && Temporal.Instant.compare(instant, startOfDay(range.from, env)) < 0)
    return false;
  return range.until === undefined || Temporal.Instant.compare(instant, startOfDay(range.until, env)) < 0;
}

/** The first instant of the day in `env.timeZone`; not always midnight where clocks are put forward at night. */
export function startOfDay(date: Temporal.PlainDate, env: Env): Temporal.Instant {
  return date.toZonedDateTime({ timeZone: env.timeZone }).toInstant();
}

/** The date as PostgreSQL reads it. */
export function dateText(date: Temporal.PlainDate): string {
  return withPostgresYear(date.toString());
}

/** The instant as PostgreSQL reads it. */
export function instantText(instant: Temporal.Instant): string {
  return withPostgresYear(instant.toString());
}

/** ISO writes years beyond 9999 with a sign, which PostgreSQL refuses, and counts a year 0, which it calls 1 BC. */
function withPostgresYear(iso: string): string {
  const [, digits = "", rest = ""] = /^([+-]?\d+)(-.*)$/.exec(iso) ?? [];
  const year = Number(digits);
  const text = (shown: number): string => `${String(shown).padStart(4, "0")}${rest}`;
  return year > 0 ? text(year) : `${text(1 - year)} BC`;
}

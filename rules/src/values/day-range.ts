import type { Env } from "../env.ts";

/** Whole calendar days from `from` up to, but not including, `until`; open where absent. */
export interface DayRange {
  from?: Temporal.PlainDate;
  until?: Temporal.PlainDate;
}

/** The same, of whole days or of whole hours. */
export interface TimeRange {
  from?: Temporal.PlainDate | Temporal.Instant;
  until?: Temporal.PlainDate | Temporal.Instant;
}

/** Whether the date lies in the range, which is of days. */
export function dateIsIn(date: Temporal.PlainDate, { from, until }: TimeRange): boolean {
  if (from !== undefined && Temporal.PlainDate.compare(date, dayOf(from)) < 0) return false;
  return until === undefined || Temporal.PlainDate.compare(date, dayOf(until)) < 0;
}

/** A bound that dates are compared with. @throws TypeError of an hour: a checked rule asks no date about hours */
export function dayOf(bound: Temporal.PlainDate | Temporal.Instant): Temporal.PlainDate {
  if (bound instanceof Temporal.Instant) throw new TypeError("A calendar date has no hour.");
  return bound;
}

/** Whether the instant lies in the range's hours, or in its days as they begin and end in `env.timeZone`. */
export function instantIsIn(instant: Temporal.Instant, range: TimeRange, env: Env): boolean {
  if (range.from !== undefined && Temporal.Instant.compare(instant, startOf(range.from, env)) < 0)
    return false;
  return range.until === undefined || Temporal.Instant.compare(instant, startOf(range.until, env)) < 0;
}

/** The instant at which a bound of a range lies. */
export function startOf(bound: Temporal.PlainDate | Temporal.Instant, env: Env): Temporal.Instant {
  return bound instanceof Temporal.Instant ? bound : startOfDay(bound, env);
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

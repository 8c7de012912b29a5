/** What a rule is judged against besides the record. Nothing in this package reads a clock. */
export interface Env {
  now: Temporal.Instant | string;
  /** The calendar date of `now` where the company is. */
  today: Temporal.PlainDate | string;
  /** IANA name; the boundaries of days for instants. */
  timeZone: string;
  /** First month of the fiscal year, 1–12; 1 when absent. */
  fiscalYearStartsInMonth?: number;
  /** The teammate who asks, for `is-me`; unknown when absent. */
  me?: string;
  /** The teammates of the asker's team, the asker included, for `is-in-my-team`; unknown when absent. */
  myTeam?: readonly string[];
}

/**
 * The beginning of the hour of `env.now`, from which hours are counted: all through an hour a rule has one answer, as it has all
 * through a day. The hours are those of UTC, which no clock change stretches or skips.
 */
export function hourOf(env: Env): Temporal.Instant {
  return Temporal.Instant.from(env.now).round({ smallestUnit: "hour", roundingMode: "floor" });
}

/** The date `env.today` as a value. */
export function todayOf(env: Env): Temporal.PlainDate {
  return Temporal.PlainDate.from(env.today);
}

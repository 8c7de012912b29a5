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

/** The date `env.today` as a value. */
export function todayOf(env: Env): Temporal.PlainDate {
  return Temporal.PlainDate.from(env.today);
}

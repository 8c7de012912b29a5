import { type CronMatcher, parseCronItem } from "graphile-worker";

/** When a cron falls due; parsed once. */
export type CronPattern = { match: CronMatcher; isEveryHour: boolean };

const farthestDays = 400;
const minuteMs = 60_000;

/** Parses `minute hour day month weekday`. @throws Error when it is not a cron pattern */
export function parseCronPattern(pattern: string): CronPattern {
  const { match } = parseCronItem({ match: pattern, task: "cron" });
  return { match, isEveryHour: pattern.trim().split(/\s+/)[1]?.startsWith("*") ?? false };
}

/**
 * The latest moment in (`after`, `until`] at which the pattern falls due, or undefined. As in Debian's cron, when clocks
 * change, a pattern with hours of its own keeps to the wall clock (once in an hour that comes twice, an hour later
 * in one that is skipped), and one for every hour keeps to the interval.
 */
export function latestDue(
  pattern: CronPattern,
  after: Temporal.Instant,
  until: Temporal.Instant,
  timeZone: string,
): Temporal.Instant | undefined {
  return pattern.isEveryHour
    ? latestByInterval(pattern, after, until, timeZone)
    : latestByWallClock(pattern, after, until, timeZone);
}

function latestByInterval(
  { match }: CronPattern,
  after: Temporal.Instant,
  until: Temporal.Instant,
  zone: string,
) {
  const first = Math.max(
    after.epochMilliseconds,
    until.epochMilliseconds - farthestDays * 24 * 60 * minuteMs,
  );
  for (let ms = Math.floor(until.epochMilliseconds / minuteMs) * minuteMs; ms > first; ms -= minuteMs) {
    const instant = Temporal.Instant.fromEpochMilliseconds(ms);
    const wall = instant.toZonedDateTimeISO(zone);
    const digest = { min: wall.minute, hour: wall.hour, ...digestOf(wall.toPlainDate()) };
    if (match(digest)) return instant;
  }
  return undefined;
}

function latestByWallClock(
  { match }: CronPattern,
  after: Temporal.Instant,
  until: Temporal.Instant,
  zone: string,
) {
  // A day more than asked for at the near end: what was skipped at midnight is due on the next date.
  let date = until.toZonedDateTimeISO(zone).toPlainDate();
  const firstDate = after.toZonedDateTimeISO(zone).toPlainDate().subtract({ days: 1 });
  for (let days = 0; days <= farthestDays && Temporal.PlainDate.compare(date, firstDate) >= 0; days += 1) {
    const digest = digestOf(date);
    for (let minute = 24 * 60 - 1; minute >= 0; minute -= 1) {
      const [hour, min] = [Math.floor(minute / 60), minute % 60];
      if (!match({ min, hour, ...digest })) continue;
      const instant = date.toPlainDateTime({ hour, minute: min }).toZonedDateTime(zone).toInstant();
      if (Temporal.Instant.compare(instant, until) > 0) continue;
      return Temporal.Instant.compare(instant, after) > 0 ? instant : undefined;
    }
    date = date.subtract({ days: 1 });
  }
  return undefined;
}

function digestOf(date: Temporal.PlainDate) {
  return { date: date.day, month: date.month, dow: date.dayOfWeek % 7 };
}

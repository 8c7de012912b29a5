export type Hours = {
  timeZone: string;
  /** Wall-clock times of the person; both or neither. From `22:00` until `07:00` goes over midnight. */
  quietFrom: string | null;
  quietUntil: string | null;
};

/** The first instant from `now` on at which the person may be sent something. */
export function sendableAt(
  now: Temporal.Instant,
  { timeZone, quietFrom, quietUntil }: Hours,
): Temporal.Instant {
  if (quietFrom === null || quietUntil === null) return now;
  const here = now.toZonedDateTimeISO(timeZone);
  const time = here.toPlainTime();
  const [from, until] = [Temporal.PlainTime.from(quietFrom), Temporal.PlainTime.from(quietUntil)];
  const isPast = (bound: Temporal.PlainTime) => Temporal.PlainTime.compare(time, bound) >= 0;
  const isOverNight = Temporal.PlainTime.compare(from, until) > 0;
  const isQuiet = isOverNight ? isPast(from) || !isPast(until) : isPast(from) && !isPast(until);
  if (!isQuiet) return now;
  const day = isOverNight && isPast(from) ? here.toPlainDate().add({ days: 1 }) : here.toPlainDate();
  return day.toZonedDateTime({ timeZone, plainTime: until }).toInstant();
}

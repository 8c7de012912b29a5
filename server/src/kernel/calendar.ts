/** Calendar arithmetic on contract dates. All dates are calendar dates (ISO 8601), never instants. */

/** A calendar date as stored and sent: `YYYY-MM-DD`. */
export type DateText = string;

/**
 * Adds months keeping a month-end anchor: 31 Jan + 1 → 28/29 Feb, + 2 → 31 Mar.
 * @param anchor the date whose day of month is kept where the month has it
 */
export function addMonths(anchor: Temporal.PlainDate, months: number): Temporal.PlainDate {
  const isMonthEnd = anchor.day === anchor.daysInMonth;
  const moved = anchor.add({ months }, { overflow: "constrain" });
  return isMonthEnd ? moved.with({ day: moved.daysInMonth }) : moved;
}

/** Whole calendar days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Temporal.PlainDate, to: Temporal.PlainDate): number {
  return from.until(to, { largestUnit: "days" }).days;
}

/** The calendar date of an instant in a time zone. */
export function dateIn(instant: Temporal.Instant, timeZone: string): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(timeZone).toPlainDate();
}

/** The instant that a report is asked as of. A date means its end: what stood when the day was over. */
export function instantOfMoment(text: string, timeZone: string): Temporal.Instant {
  if (text.length > 10) return Temporal.Instant.from(text);
  return Temporal.PlainDate.from(text)
    .add({ days: 1 })
    .toZonedDateTime(timeZone)
    .toInstant()
    .subtract({ nanoseconds: 1 });
}

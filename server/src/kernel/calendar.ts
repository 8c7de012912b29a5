/** Calendar arithmetic on contract dates. All dates are calendar dates (ISO 8601), never instants. */

/** A calendar date as stored and sent: `YYYY-MM-DD`. */
export type DateText = string;

/** Fiscal quarter of a company: `year` is the calendar year in which the fiscal year ends. */
export type FiscalQuarter = {
  year: number;
  quarter: 1 | 2 | 3 | 4;
  from: Temporal.PlainDate;
  to: Temporal.PlainDate;
};

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

/** The first day of the month of `date`. */
export function startOfMonth(date: Temporal.PlainDate): Temporal.PlainDate {
  return date.with({ day: 1 });
}

/**
 * The fiscal quarter that `date` falls in.
 * @param fiscalYearStartMonth 1–12; with 1 the fiscal year is the calendar year
 */
export function fiscalQuarterOf(date: Temporal.PlainDate, fiscalYearStartMonth: number): FiscalQuarter {
  const monthsIn = (date.month - fiscalYearStartMonth + 12) % 12;
  const quarter = (Math.floor(monthsIn / 3) + 1) as 1 | 2 | 3 | 4;
  const from = startOfMonth(date).subtract({ months: monthsIn % 3 });
  const to = from.add({ months: 3 }).subtract({ days: 1 });
  const lastMonth = startOfMonth(date).add({ months: 11 - monthsIn });
  return { year: lastMonth.year, quarter, from, to };
}

/** The calendar date of an instant in a time zone. */
export function dateIn(instant: Temporal.Instant, timeZone: string): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(timeZone).toPlainDate();
}

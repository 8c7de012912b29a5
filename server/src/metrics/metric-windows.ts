import { type RawBuilder, sql } from "kysely";

/** A span of calendar days, both inclusive. */
export type DaySpan = { from: Temporal.PlainDate; to: Temporal.PlainDate };

/** The last `days` calendar days up to and with `today`. */
export function windowOf(today: Temporal.PlainDate, days: number): DaySpan {
  return { from: today.subtract({ days: days - 1 }), to: today };
}

/** The window of the same length before it. */
export function windowBefore(today: Temporal.PlainDate, days: number): DaySpan {
  return windowOf(today.subtract({ days }), days);
}

/** The days of a span as bits of months, bit 0 being the first: for `contact_days`. */
export function monthMasks({ from, to }: DaySpan): { month: string; mask: number }[] {
  const masks: { month: string; mask: number }[] = [];
  for (
    let month = from.with({ day: 1 });
    Temporal.PlainDate.compare(month, to) <= 0;
    month = month.add({ months: 1 })
  ) {
    const first = month.month === from.month && month.year === from.year ? from.day : 1;
    const last = month.month === to.month && month.year === to.year ? to.day : month.daysInMonth;
    const upTo = 2 ** last - 1;
    const before = 2 ** (first - 1) - 1;
    masks.push({ month: month.toString(), mask: upTo - before });
  }
  return masks;
}

/** Whether a row of `contact_days` has a day in the span. */
export function isActiveIn(span: DaySpan): RawBuilder<boolean> {
  const parts = monthMasks(span).map(
    ({ month, mask }) => sql`(month = ${month}::date and days & ${mask}::integer <> 0)`,
  );
  return sql<boolean>`(${sql.join(parts, sql` or `)})`;
}

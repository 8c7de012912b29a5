import type { MetricWindow } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import { daysBetween } from "../kernel/calendar.ts";

/** A span of calendar days, both inclusive. */
export type DaySpan = { from: Temporal.PlainDate; to: Temporal.PlainDate };
/** The window and the one before it; all time has none before. */
export type Spans = { now: DaySpan; before: DaySpan | null };

/** No event is older: ingest refuses it. */
export const beginningOfTime = Temporal.PlainDate.from("2000-01-01");

/** Where a metric's window and the one before it lie on a day. */
export function spansOf(window: MetricWindow, today: Temporal.PlainDate, fiscalStartMonth = 1): Spans {
  const now = { from: windowStart(window, today, fiscalStartMonth), to: today };
  if (window.kind === "all") return { now, before: null };
  const to = now.from.subtract({ days: 1 });
  const from = windowStart(window, to, fiscalStartMonth);
  if (window.kind === "last") return { now, before: { from, to } };
  // As far into the period before as today is into this one.
  const asFar = from.add({ days: daysBetween(now.from, today) });
  return { now, before: { from, to: Temporal.PlainDate.compare(asFar, to) > 0 ? to : asFar } };
}

/** The first day of the window that ends on a day; never earlier for a later day. */
export function windowStart(
  window: MetricWindow,
  on: Temporal.PlainDate,
  fiscalStartMonth = 1,
): Temporal.PlainDate {
  switch (window.kind) {
    case "all":
      return beginningOfTime;
    case "last":
      return window.unit === "months"
        ? on.add({ days: 1 }).subtract({ months: window.count })
        : on.subtract({ days: window.count * (window.unit === "weeks" ? 7 : 1) - 1 });
    case "to-date":
      return startOfPeriod(window.period, on, fiscalStartMonth);
  }
}

function startOfPeriod(
  period: "week" | "month" | "quarter" | "year",
  on: Temporal.PlainDate,
  fiscalStartMonth: number,
): Temporal.PlainDate {
  if (period === "week") return on.subtract({ days: on.dayOfWeek - 1 });
  const months = { month: 1, quarter: 3, year: 12 }[period];
  const into = (on.month - fiscalStartMonth + 12) % months;
  return on.with({ day: 1 }).subtract({ months: into });
}

/** From the first day that any of these spans holds to its last. */
export function spanOver(spans: readonly (DaySpan | null)[]): DaySpan {
  const given = spans.filter((span) => span !== null);
  const sorted = (days: Temporal.PlainDate[]) => days.sort(Temporal.PlainDate.compare);
  const [from = beginningOfTime] = sorted(given.map((span) => span.from));
  const to = sorted(given.map((span) => span.to)).at(-1) ?? from;
  return { from, to };
}

/** Before every fact; not the first day of the era, which begins before it in the east. */
export const beforeAllFacts = Temporal.PlainDate.from("0001-01-02");

/** The instant at which a day begins in a time zone. */
export function startOf(day: Temporal.PlainDate, timeZone: string): string {
  return day.toZonedDateTime(timeZone).toInstant().toString();
}

/** The days of a month's beginning or end as bits, bit 0 being the first: for `contact_days`. */
function maskOf(from: number, to: number): number {
  return 2 ** to - 1 - (2 ** (from - 1) - 1);
}

/** On how many days of a short span, over rows of one `month` each, `days` being its bits. */
export function daysActiveIn({ from, to }: DaySpan): RawBuilder<number> {
  const parts: RawBuilder<unknown>[] = [];
  for (
    let month = from.with({ day: 1 });
    Temporal.PlainDate.compare(month, to) <= 0;
    month = month.add({ months: 1 })
  ) {
    const first = Temporal.PlainDate.compare(month, from) < 0 ? from.day : 1;
    const last = to.year === month.year && to.month === month.month ? to.day : month.daysInMonth;
    parts.push(
      sql`when month = ${month.toString()}::date then bit_count((days & ${maskOf(first, last)}::integer)::bit(32))`,
    );
  }
  return sql<number>`coalesce(sum(case ${sql.join(parts, sql` `)} end), 0)::integer`;
}

/** The days of a span as bits of months; whole months in between are a range. */
export function isActiveIn({ from, to }: DaySpan): RawBuilder<boolean> {
  const [first, last] = [from.with({ day: 1 }), to.with({ day: 1 })];
  const edge = (month: Temporal.PlainDate, mask: number) =>
    sql`(month = ${month.toString()}::date and days & ${mask}::integer <> 0)`;
  if (first.equals(last)) return sql<boolean>`(${edge(first, maskOf(from.day, to.day))})`;
  const parts = [
    edge(first, maskOf(from.day, from.daysInMonth)),
    ...(first.add({ months: 1 }).equals(last)
      ? []
      : [sql`(month > ${first.toString()}::date and month < ${last.toString()}::date and days <> 0)`]),
    edge(last, maskOf(1, to.day)),
  ];
  return sql<boolean>`(${sql.join(parts, sql` or `)})`;
}

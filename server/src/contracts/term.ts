import { addMonths } from "../kernel/calendar.ts";

/** Dates of a contract's terms. Terms are half-open inside; a term's last day is what people call its end. */
export type Term = { readonly startsOn: Temporal.PlainDate; readonly endsOn: Temporal.PlainDate };

export type NoticePeriod = { readonly days: number | null; readonly months: number | null };

/** The last day of a term of `months` that begins on `startsOn`. */
export const termEnd = (startsOn: Temporal.PlainDate, months: number): Temporal.PlainDate =>
  addMonths(startsOn.subtract({ days: 1 }), months);

/** The term that follows `term`: it begins the day after and lasts `months`. */
export const nextTerm = (term: Term, months: number): Term => ({
  startsOn: term.endsOn.add({ days: 1 }),
  endsOn: addMonths(term.endsOn, months),
});

/** Whole months a term lasts, rounded to the nearest month and never below one: the length to renew for when none is agreed. */
export function termMonths(term: Term): number {
  const span = term.startsOn.until(term.endsOn.add({ days: 1 }), { largestUnit: "months" });
  return Math.max(1, span.months + (span.days >= 15 ? 1 : 0));
}

/** The last day on which notice keeps the term from going on: the last day of the term less the notice period. */
export function noticeDeadline(endsOn: Temporal.PlainDate, notice: NoticePeriod): Temporal.PlainDate | null {
  if (notice.months !== null) {
    const before = addMonths(endsOn, -notice.months);
    return notice.days === null ? before : before.subtract({ days: notice.days });
  }
  return notice.days === null ? null : endsOn.subtract({ days: notice.days });
}

/** Last days of the full contract years inside a term of more than one: its anniversary check-points. */
export function anniversaries(term: Term): Temporal.PlainDate[] {
  const eve = term.startsOn.subtract({ days: 1 });
  const found: Temporal.PlainDate[] = [];
  for (let year = 1; ; year += 1) {
    const date = addMonths(eve, 12 * year);
    if (Temporal.PlainDate.compare(date, term.endsOn) >= 0) return found;
    found.push(date);
  }
}

/**
 * The current term of something that renews by itself every `months` from `anchor` on: the one that holds `today`,
 * or the first when it has not begun.
 */
export function rollingTerm(anchor: Temporal.PlainDate, months: number, today: Temporal.PlainDate): Term {
  const eve = anchor.subtract({ days: 1 });
  const passed =
    Temporal.PlainDate.compare(today, anchor) < 0 ? 0 : eve.until(today, { largestUnit: "months" }).months;
  let index = Math.max(1, Math.floor(passed / months));
  while (Temporal.PlainDate.compare(addMonths(eve, index * months), today) < 0) index += 1;
  while (index > 1 && Temporal.PlainDate.compare(addMonths(eve, (index - 1) * months), today) >= 0)
    index -= 1;
  return {
    startsOn: addMonths(eve, (index - 1) * months).add({ days: 1 }),
    endsOn: addMonths(eve, index * months),
  };
}

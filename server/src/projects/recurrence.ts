import type { Recurrence } from "@perennial/contract";

/**
 * When the next task of a series is due: counted from the due date, so that finishing late does not shift the series;
 * occurrences that have passed already are left out. Month ends stay month ends only as far as the day exists.
 */
export function nextDueOn(
  recurrence: Recurrence,
  dueOn: Temporal.PlainDate | null,
  today: Temporal.PlainDate,
): Temporal.PlainDate {
  const start = dueOn ?? today;
  for (let times = 1; ; times += 1) {
    const next = start.add({ [`${recurrence.unit}s`]: recurrence.every * times });
    if (Temporal.PlainDate.compare(next, today) > 0) return next;
  }
}

/** The days on which a past period is looked at: every seventh, or the last of every month, the last day always among them. */
export function daysOfPeriod(
  from: Temporal.PlainDate,
  to: Temporal.PlainDate,
  step: "week" | "month",
): Temporal.PlainDate[] {
  const days: Temporal.PlainDate[] = [];
  let day = to;
  while (Temporal.PlainDate.compare(day, from) >= 0) {
    days.unshift(day);
    day = step === "week" ? day.subtract({ days: 7 }) : day.with({ day: 1 }).subtract({ days: 1 });
  }
  return days;
}

/** So many days at the most lie between two looks. */
export const longestStepDays = { week: 7, month: 31 } as const;

export type Timing = "early" | "on-time" | "late" | "lapsed";

export type TimingPolicy = {
  /** An order this many days before expiry, or more, is early. */
  readonly earlyDays: number;
  /** An order up to this many days after expiry is late; beyond, the renewal has lapsed. */
  readonly toleranceDays: number;
};

/**
 * When the order came, measured from expiry (the last day of the term): early, on time (up to and on expiry), late
 * (within the tolerance after it) or lapsed (churned at expiry; a later order is a reactivation).
 */
export function orderTiming(
  dueOn: Temporal.PlainDate,
  orderedOn: Temporal.PlainDate,
  policy: TimingPolicy,
): Timing {
  const late = daysLate(dueOn, orderedOn);
  if (late <= -policy.earlyDays) return "early";
  if (late <= 0) return "on-time";
  return late <= policy.toleranceDays ? "late" : "lapsed";
}

/** Days from expiry to the order; negative before expiry. */
export const daysLate = (dueOn: Temporal.PlainDate, orderedOn: Temporal.PlainDate): number =>
  dueOn.until(orderedOn, { largestUnit: "days" }).days;

/** Whether an open renewal has run past its tolerance: nobody ordered, and nobody said so. */
export const hasLapsed = (
  dueOn: Temporal.PlainDate,
  today: Temporal.PlainDate,
  policy: TimingPolicy,
): boolean => daysLate(dueOn, today) > policy.toleranceDays;

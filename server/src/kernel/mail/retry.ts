/** A message that nobody would take for this long has failed (RFC 5321 §4.5.4.1 asks for days). */
const GIVE_UP_AFTER = Temporal.Duration.from({ hours: 72 });
const LONGEST_PAUSE_SECONDS = 3600;

/**
 * When to try again after a temporary refusal: one minute, doubling up to an hour; null when it is time to give up.
 * @param attempts attempts made so far, at least 1
 */
export function nextAttempt(
  now: Temporal.Instant,
  queuedAt: Temporal.Instant,
  attempts: number,
): Temporal.Instant | null {
  if (Temporal.Instant.compare(now, queuedAt.add({ hours: GIVE_UP_AFTER.hours })) >= 0) return null;
  const seconds = Math.min(LONGEST_PAUSE_SECONDS, 60 * 2 ** Math.min(attempts - 1, 20));
  return now.add({ seconds });
}

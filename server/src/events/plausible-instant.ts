/** Clocks may be a day ahead (a wrong time zone); what lies further in the future has not happened. */
const aheadMs = 24 * 3_600_000;
const earliestMs = Date.parse("2000-01-01T00:00:00Z");

/** Whether an instant lies further in the future than any clock's error explains. */
export function isFarAhead(epochMs: number, now: Temporal.Instant): boolean {
  return epochMs > now.epochMilliseconds + aheadMs;
}

/** Whether an instant is older than any event can be; mostly seconds that were read as milliseconds. */
export function isTooEarly(epochMs: number): boolean {
  return epochMs < earliestMs;
}

/** What is wrong with the instant of an event, or undefined. */
export function problemOfInstant(at: string, now: Temporal.Instant): string | undefined {
  let epochMs: number;
  try {
    epochMs = Temporal.Instant.from(at).epochMilliseconds;
  } catch {
    return `“${at}” is not an instant such as 2026-11-23T07:30:00Z`;
  }
  if (isFarAhead(epochMs, now)) return `${at} lies in the future`;
  if (isTooEarly(epochMs)) return `${at} lies before the year 2000; were seconds sent as milliseconds?`;
  return undefined;
}

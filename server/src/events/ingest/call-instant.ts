/** Below this, sender and receiver differ by the way through the network, and the instant is better left as it was said. */
const smallestSkewMs = 2_000;
const utcText = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/;
const withoutZone = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?)?$/;

/**
 * When it happened, by our clock: what the sender's clock said, moved by how much that clock differed from ours when
 * it sent the call. Without an instant of its own a call happened when it was received.
 */
export function correctedInstant(
  saidMs: number | undefined,
  sentMs: number | undefined,
  receivedMs: number,
): number {
  if (saidMs === undefined) return receivedMs;
  if (sentMs === undefined) return saidMs;
  const skewMs = receivedMs - sentMs;
  return Math.abs(skewMs) < smallestSkewMs ? saidMs : saidMs + skewMs;
}

/** RFC 3339 in UTC; a text that already says so stands, for writing it anew is much of the work of reading a call. */
export function instantText(ms: number, said: unknown, saidMs: number | undefined): string {
  if (ms === saidMs && typeof said === "string" && utcText.test(said)) return said;
  return Temporal.Instant.fromEpochMilliseconds(ms).toString();
}

/** Milliseconds since 1970 of an ISO 8601 text (UTC where it names no zone) or of epoch milliseconds; null where it is neither. */
export function readInstant(value: unknown): number | null {
  if (typeof value === "number") {
    return Number.isFinite(value) && Math.abs(value) < 8.64e15 ? Math.round(value) : null;
  }
  if (typeof value !== "string") return null;
  const text = value.trim();
  if (utcText.test(text)) {
    const epochMs = Date.parse(text);
    return Number.isNaN(epochMs) ? null : epochMs;
  }
  try {
    if (withoutZone.test(text)) {
      return Temporal.PlainDateTime.from(text).toZonedDateTime("UTC").epochMilliseconds;
    }
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return null;
  }
}

import { randomBytes } from "node:crypto";

let lastMs = 0;
let sequence = 0;

/**
 * A UUIDv7 (RFC 9562 §5.7): time-ordered, and increasing within a process even inside one millisecond
 * (the 12 bits after the time are a counter, as §6.2 method 1 allows).
 * @param now the application's present instant
 */
export function newId(now: Temporal.Instant): string {
  const ms = now.epochMilliseconds;
  const bytes = randomBytes(16);
  if (ms > lastMs) {
    lastMs = ms;
    sequence = bytes.readUInt16BE(6) & 0x7ff;
  } else {
    sequence += 1;
    if (sequence > 0xfff) {
      lastMs += 1;
      sequence = 0;
    }
  }
  bytes.writeUIntBE(lastMs, 0, 6);
  bytes.writeUInt16BE(0x7000 | sequence, 6);
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text has the form of a UUID. */
export function isId(text: string): boolean {
  return uuidPattern.test(text);
}

/** Stands for "below no account" where a key begins with an account. */
export const noAccount = "00000000-0000-0000-0000-000000000000";

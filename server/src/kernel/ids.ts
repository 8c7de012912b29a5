import { randomUUID } from "node:crypto";

let lastMs = 0;
let time = "";
let sequence = 0;

/**
 * A UUIDv7 (RFC 9562 §5.7): time-ordered, and increasing within a process even inside one millisecond
 * (the 12 bits after the time are a counter, as §6.2 method 1 allows).
 * @param now the application's present instant
 */
export function newId(now: Temporal.Instant): string {
  const ms = now.epochMilliseconds;
  // Variant and random bits stand where a random UUID has them, and Node draws the bits of many at once.
  const random = randomUUID();
  if (ms > lastMs) {
    setTime(ms);
    sequence = Number.parseInt(random.slice(0, 3), 16) & 0x7ff;
  } else if (sequence < 0xfff) {
    sequence += 1;
  } else {
    setTime(lastMs + 1);
    sequence = 0;
  }
  return `${time}-7${sequence.toString(16).padStart(3, "0")}${random.slice(18)}`;
}

function setTime(ms: number): void {
  lastMs = ms;
  const hex = ms.toString(16).padStart(12, "0");
  time = `${hex.slice(0, 8)}-${hex.slice(8)}`;
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text has the form of a UUID. */
export function isId(text: string): boolean {
  return uuidPattern.test(text);
}

/** Stands for "below no account" where a key begins with an account. */
export const noAccount = "00000000-0000-0000-0000-000000000000";

import { type DateReading, findDate, plainDate } from "./date.ts";
import type { Parsed } from "./parsed.ts";

const seconds = /^1\d{9}(?:\.\d+)?$/;
const milliseconds = /^1\d{12}$/;

/**
 * Reads an instant as RFC 3339 in UTC. With a zone or offset it is exact; without one it is the wall clock of the company's
 * time zone, and a date alone is the start of that day there. Seconds or milliseconds since 1970 are understood too.
 */
export function readInstant(raw: string, reading: DateReading, timeZone: string): Parsed<string> {
  const text = raw.trim();
  if (milliseconds.test(text))
    return { value: Temporal.Instant.fromEpochMilliseconds(Number(text)).toString() };
  if (seconds.test(text)) {
    return { value: Temporal.Instant.fromEpochMilliseconds(Math.round(Number(text) * 1000)).toString() };
  }
  const found = findDate(text, reading);
  if ("reason" in found)
    return { reason: found.reason === "is not a date" ? "is not a point in time" : found.reason };
  const { parts, zone } = found.value;
  const date = plainDate({ year: parts.year, month: parts.month, day: parts.day });
  if ("reason" in date) return date;
  const fraction = /\d{1,2}:\d{2}:\d{2}[.,](\d{1,9})/.exec(text)?.[1];
  try {
    const clock = Temporal.PlainTime.from(
      { hour: parts.hour ?? 0, minute: parts.minute ?? 0, second: parts.second ?? 0 },
      { overflow: "reject" },
    ).add({ nanoseconds: Number((fraction ?? "").padEnd(9, "0") || 0) });
    const local = Temporal.PlainDate.from(date.value).toPlainDateTime(clock);
    return {
      value: local
        .toZonedDateTime(zoneId(zone) ?? timeZone)
        .toInstant()
        .toString(),
    };
  } catch {
    return { reason: "has a time of day that does not exist" };
  }
}

function zoneId(zone: string | undefined): string | undefined {
  if (zone === undefined) return undefined;
  if (/^[a-z]+$/i.test(zone)) return "UTC";
  const [, hours, minutes] = /^([-+]\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  return `${hours}:${minutes ?? "00"}`;
}

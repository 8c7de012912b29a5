import { parseDate } from "./date-text.ts";

/** An instant as one types it: `2026-11-23 07:30` in a time zone; seconds only where it has them. */
export function instantText(at: string, timeZone: string): string {
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDateTime();
  const smallestUnit = local.second === 0 && local.millisecond === 0 ? "minute" : "second";
  return local.toString({ smallestUnit }).replace("T", " ");
}

/** Reads an instant as people type it (a date as in date cells, with or without a time) or as programs write it. */
export function parseInstant(text: string, today: Temporal.PlainDate, timeZone: string): string | undefined {
  try {
    if (/(Z|[+-]\d{2}:\d{2})$/.test(text)) return Temporal.Instant.from(text.replace(" ", "T")).toString();
    const [, day = text, hour = "0", rest = ":00"] =
      /^(.+?)[ T]+(\d{1,2})(:\d{2}(?::\d{2})?)$/.exec(text) ?? [];
    const date = parseDate(day, today);
    if (date === undefined) return undefined;
    const plainTime = Temporal.PlainTime.from(hour.padStart(2, "0") + rest);
    return Temporal.PlainDate.from(date).toZonedDateTime({ timeZone, plainTime }).toInstant().toString();
  } catch {
    return undefined;
  }
}

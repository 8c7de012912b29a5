import { addMonths } from "../kernel/calendar.ts";

/** A span of movements: those after `from` up to and on `to`. */
export type Interval = { readonly from: string; readonly to: string };

export const intervalNames = ["month", "quarter", "year", "total"] as const;
export type IntervalName = (typeof intervalNames)[number];

const monthsOf: Record<Exclude<IntervalName, "total">, number> = { month: 1, quarter: 3, year: 12 };

/**
 * Cuts a span into intervals that meet. Where `to` lies whole intervals after `from` they are counted from `from`
 * (31 Dec → 31 Jan → 28 Feb); else calendar months, quarters or years, the first and last cut to the span.
 */
export function intervalsBetween(from: string, to: string, name: IntervalName): Interval[] {
  if (name === "total" || from >= to) return [{ from, to }];
  const months = monthsOf[name];
  const bounds = countedFrom(from, to, months) ?? calendarEnds(from, to, months);
  return bounds.slice(1).map((bound, index) => ({ from: bounds[index] ?? from, to: bound }));
}

function countedFrom(from: string, to: string, months: number): string[] | null {
  const anchor = Temporal.PlainDate.from(from);
  const bounds = [from];
  for (let count = 1; (bounds.at(-1) ?? to) < to; count += 1) {
    bounds.push(addMonths(anchor, months * count).toString());
  }
  return bounds.at(-1) === to ? bounds : null;
}

function calendarEnds(from: string, to: string, months: number): string[] {
  const start = Temporal.PlainDate.from(from);
  const periodStart = start.with({ day: 1 }).subtract({ months: (start.month - 1) % months });
  const bounds = [from];
  for (let next = periodStart.add({ months }); ; next = next.add({ months })) {
    const end = next.subtract({ days: 1 }).toString();
    if (end >= to) return [...bounds, to];
    if (end > from) bounds.push(end);
  }
}

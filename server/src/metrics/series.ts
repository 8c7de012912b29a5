import type { Metric } from "@perennial/contract";
import type { Env } from "@perennial/rules";
import { daysBetween } from "../kernel/calendar.ts";

export type Point = { on: string; value: number | null; rolling: number | null };
type Span = { from: Temporal.PlainDate; to: Temporal.PlainDate };
export type Asked = Span & { metric: Metric; accountId: string | undefined; timeZone: string; env: Env };

/** The days from the beginning of the first day's window. */
export function withWindow({ from, to, metric }: Asked): { first: string; last: string } {
  return { first: from.subtract({ days: metric.windowDays - 1 }).toString(), last: to.toString() };
}

/** Sums over the metric's window, ending at each day. */
export function rollingSum({ from, to, metric }: Asked, byDay: ReadonlyMap<string, number>): Point[] {
  const points: Point[] = [];
  const window: number[] = [];
  let sum = 0;
  for (
    let day = from.subtract({ days: metric.windowDays - 1 });
    Temporal.PlainDate.compare(day, to) <= 0;
    day = day.add({ days: 1 })
  ) {
    const value = byDay.get(day.toString()) ?? 0;
    window.push(value);
    sum += value;
    if (window.length > metric.windowDays) sum -= window.shift() ?? 0;
    if (Temporal.PlainDate.compare(day, from) >= 0) points.push({ on: day.toString(), value, rolling: sum });
  }
  return points;
}

/**
 * Distinct contacts a day and a window, of rows by contact and day. Each active day keeps its contact in the window for
 * `windowDays` days; what such spans of one contact have in common counts once.
 */
export function rollingContacts(
  asked: Asked,
  rows: readonly { contact_id: string; day: string }[],
): { on: string; value: number; rolling: number }[] {
  const size = daysBetween(asked.from, asked.to) + 1;
  const daily = new Array<number>(size).fill(0);
  const edges = new Array<number>(size + 1).fill(0);
  let until = Number.NEGATIVE_INFINITY;
  let contact = "";
  for (const row of rows) {
    if (row.contact_id !== contact) {
      contact = row.contact_id;
      until = Number.NEGATIVE_INFINITY;
    }
    const index = daysBetween(asked.from, Temporal.PlainDate.from(row.day));
    if (index >= 0) daily[index] = (daily[index] ?? 0) + 1;
    const [start, end] = [Math.max(index, until, 0), Math.min(index + asked.metric.windowDays, size)];
    if (start < end) {
      edges[start] = (edges[start] ?? 0) + 1;
      edges[end] = (edges[end] ?? 0) - 1;
    }
    until = Math.max(until, end);
  }
  let active = 0;
  return daily.map((value, index) => {
    active += edges[index] ?? 0;
    return { on: asked.from.add({ days: index }).toString(), value, rolling: active };
  });
}

/** A point for each day of the span. */
export function eachDay({ from, to }: Span, pointOf: (on: string) => Omit<Point, "on">): Point[] {
  const points: Point[] = [];
  for (let day = from; Temporal.PlainDate.compare(day, to) <= 0; day = day.add({ days: 1 })) {
    points.push({ on: day.toString(), ...pointOf(day.toString()) });
  }
  return points;
}

import type { Metric } from "@perennial/contract";
import type { Env, Catalog as RuleCatalog } from "@perennial/rules";
import type { App } from "../kernel/app.ts";
import { daysBetween } from "../kernel/calendar.ts";
import type { Db } from "../kernel/db.ts";
import type { Catalog } from "../objects/index.ts";
import { windowStart } from "./metric-windows.ts";

export type Point = { on: string; value: number | null; rolling: number | null };
type Span = { from: Temporal.PlainDate; to: Temporal.PlainDate };
/** A metric's series as asked for: of one account, or of all together. */
export type Asked = Span & {
  app: App;
  db: Db;
  metric: Metric;
  /** The account that it is of, or the contact of a metric of contacts. */
  ownerId: string | undefined;
  timeZone: string;
  env: Env;
  rules: RuleCatalog;
  catalog: Catalog;
};

/** The first day of the window that ends on a day. */
export function startOfWindow({ metric, env }: Asked, on: Temporal.PlainDate | string): string {
  return windowStart(metric.window, Temporal.PlainDate.from(on), env.fiscalYearStartsInMonth).toString();
}

/** The days from the beginning of the first day's window. */
export function withWindow(asked: Asked): { first: string; last: string } {
  return { first: startOfWindow(asked, asked.from), last: asked.to.toString() };
}

/** Sums over the metric's window, ending at each day. */
export function rollingSum(asked: Asked, byDay: ReadonlyMap<string, number>): Point[] {
  const days = [...byDay].sort(([a], [b]) => (a < b ? -1 : 1));
  let [entered, left, sum] = [0, 0, 0];
  return eachDay(asked, (on) => {
    const start = startOfWindow(asked, on);
    for (; (days[entered]?.[0] ?? "~") <= on; entered += 1) sum += days[entered]?.[1] ?? 0;
    for (; left < entered && (days[left]?.[0] ?? "~") < start; left += 1) sum -= days[left]?.[1] ?? 0;
    return { value: byDay.get(on) ?? 0, rolling: sum };
  });
}

/**
 * Distinct contacts a day and a window, of rows by contact and day. Each active day keeps its contact in the window until the
 * window's first day has passed it; what such spans of one contact have in common counts once.
 */
export function rollingContacts(
  asked: Asked,
  rows: readonly { contact_id: string; day: string }[],
): { on: string; value: number; rolling: number }[] {
  const size = daysBetween(asked.from, asked.to) + 1;
  const starts = Array.from({ length: size }, (_, index) =>
    startOfWindow(asked, asked.from.add({ days: index })),
  );
  const daily = new Array<number>(size).fill(0);
  const edges = new Array<number>(size + 1).fill(0);
  const leaves = new Map<string, number>();
  const leaveOf = (day: string) => {
    const known = leaves.get(day) ?? firstAfter(starts, day);
    leaves.set(day, known);
    return known;
  };
  let until = 0;
  let contact = "";
  for (const row of rows) {
    if (row.contact_id !== contact) {
      contact = row.contact_id;
      until = 0;
    }
    const index = daysBetween(asked.from, Temporal.PlainDate.from(row.day));
    if (index >= 0) daily[index] = (daily[index] ?? 0) + 1;
    const [start, end] = [Math.max(index, until, 0), leaveOf(row.day)];
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

/** Where the first of these sorted days stands that is later; their number where none is. */
function firstAfter(days: readonly string[], day: string): number {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle] ?? "") > day) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A point for each day of the span. */
export function eachDay({ from, to }: Span, pointOf: (on: string) => Omit<Point, "on">): Point[] {
  const points: Point[] = [];
  for (let day = from; Temporal.PlainDate.compare(day, to) <= 0; day = day.add({ days: 1 })) {
    points.push({ on: day.toString(), ...pointOf(day.toString()) });
  }
  return points;
}

/** Where a day's own value and the metric's are one. */
export function both(value: number | null): Omit<Point, "on"> {
  return { value, rolling: value };
}

/** Days since the latest of these sorted days, as each day ended. */
export function daysSince(asked: Asked, days: readonly string[]): Point[] {
  let next = 0;
  let last: string | undefined;
  return eachDay(asked, (on) => {
    for (let day = days[next]; day !== undefined && day <= on; day = days[next]) {
      last = day;
      next += 1;
    }
    return both(
      last === undefined ? null : daysBetween(Temporal.PlainDate.from(last), Temporal.PlainDate.from(on)),
    );
  });
}

export function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return Math.round((10_000 * values.reduce((sum, value) => sum + value, 0)) / values.length) / 10_000;
}

export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low = 0, high = 0] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return Math.round(5 * (low + high)) / 10;
}

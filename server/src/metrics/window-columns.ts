import type { MetricWindow } from "@perennial/contract";

const usualWindow: MetricWindow = { kind: "last", count: 30, unit: "days" };

/** The window asked for, in full or by its days; the one before unless any was. */
export function windowOf(
  { window, windowDays }: { window?: MetricWindow | undefined; windowDays?: number | undefined },
  before: MetricWindow = usualWindow,
): MetricWindow {
  if (window) return window;
  return windowDays === undefined ? before : { kind: "last", count: windowDays, unit: "days" };
}

/** The days of each window that is not counted in days, roughly: for readers of an earlier release. */
const roughDays = { week: 7, month: 30, quarter: 90, year: 365 } as const;

/** How a window is stored. */
export function windowColumns(window: MetricWindow): { window_days: number; time_window: string | null } {
  if (window.kind === "all") return { window_days: 730, time_window: JSON.stringify(window) };
  if (window.kind === "to-date") {
    return { window_days: roughDays[window.period], time_window: JSON.stringify(window) };
  }
  const { count, unit } = window;
  if (unit === "days") return { window_days: count, time_window: null };
  return { window_days: count * (unit === "weeks" ? 7 : 30), time_window: JSON.stringify(window) };
}

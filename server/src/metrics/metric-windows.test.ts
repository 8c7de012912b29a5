import type { MetricWindow } from "@perennial/contract";
import { describe, expect, it } from "vitest";
import { spansOf } from "./metric-windows.ts";

const shown = (window: MetricWindow, today: string, fiscal = 1) => {
  const { now, before } = spansOf(window, Temporal.PlainDate.from(today), fiscal);
  return [now, before].map((span) => (span ? `${span.from}…${span.to}` : null));
};

describe("windows", () => {
  it.each<[MetricWindow, string, number, (string | null)[]]>([
    [
      { kind: "last", count: 30, unit: "days" },
      "2026-11-23",
      1,
      ["2026-10-25…2026-11-23", "2026-09-25…2026-10-24"],
    ],
    [
      { kind: "last", count: 2, unit: "weeks" },
      "2026-11-23",
      1,
      ["2026-11-10…2026-11-23", "2026-10-27…2026-11-09"],
    ],
    [
      { kind: "last", count: 1, unit: "months" },
      "2026-03-31",
      1,
      ["2026-03-01…2026-03-31", "2026-02-01…2026-02-28"],
    ],
    [
      { kind: "last", count: 1, unit: "months" },
      "2026-11-23",
      1,
      ["2026-10-24…2026-11-23", "2026-09-24…2026-10-23"],
    ],
    [
      { kind: "to-date", period: "week" },
      "2026-11-25",
      1,
      ["2026-11-23…2026-11-25", "2026-11-16…2026-11-18"],
    ],
    [
      { kind: "to-date", period: "month" },
      "2026-03-30",
      1,
      ["2026-03-01…2026-03-30", "2026-02-01…2026-02-28"],
    ],
    [
      { kind: "to-date", period: "quarter" },
      "2026-11-23",
      2,
      ["2026-11-01…2026-11-23", "2026-08-01…2026-08-23"],
    ],
    [
      { kind: "to-date", period: "year" },
      "2026-11-23",
      2,
      ["2026-02-01…2026-11-23", "2025-02-01…2025-11-23"],
    ],
    [{ kind: "all" }, "2026-11-23", 1, ["2000-01-01…2026-11-23", null]],
  ])("%o on %s", (window, today, fiscal, spans) => {
    expect(shown(window, today, fiscal)).toEqual(spans);
  });
});

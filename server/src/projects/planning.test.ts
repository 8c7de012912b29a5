import { describe, expect, test } from "vitest";
import { type Anchors, dueDate } from "./due-date.ts";
import { donePct, type PaceFacts, paceOf } from "./pace.ts";
import { nextDueOn } from "./recurrence.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const anchors: Anchors = {
  startsOn: day("2026-11-23"),
  renewalDueOn: day("2027-03-31"),
  milestones: new Map([["kick-off", day("2026-12-01")]]),
};

describe("due dates", () => {
  test.each([
    [{ from: "project-start", days: 7 }, "2026-11-30"],
    [{ from: "renewal-due", days: -90 }, "2026-12-31"],
    [{ from: "milestone", milestone: "kick-off", days: 0 }, "2026-12-01"],
    [{ from: "milestone", milestone: "unknown", days: 0 }, undefined],
    [{ from: "project-start", days: 5, skipsWeekends: true }, "2026-11-27"],
    [{ from: "project-start", days: 6, skipsWeekends: true }, "2026-11-27"],
    [{ from: "project-start", days: 7, skipsWeekends: true }, "2026-11-30"],
  ] as const)("%j is %s", (due, expected) => {
    expect(dueDate(due, anchors)?.toString()).toBe(expected);
  });

  test("counted from a renewal that does not exist there is none", () => {
    expect(dueDate({ from: "renewal-due", days: -90 }, { ...anchors, renewalDueOn: null })).toBeNull();
  });
});

describe("pace", () => {
  const facts: PaceFacts = {
    status: "active",
    startsOn: day("2026-11-01"),
    targetOn: day("2026-12-31"),
    stuckAfterDays: 14,
    openTasks: 3,
    nextDueOn: day("2026-12-05"),
    lastProgressOn: day("2026-11-20"),
  };
  test.each<[string, Partial<PaceFacts>, string]>([
    ["something was finished lately", {}, "on-track"],
    ["a task is overdue", { nextDueOn: day("2026-11-22") }, "behind"],
    ["a task is due today", { nextDueOn: day("2026-11-23") }, "on-track"],
    ["the target has passed", { targetOn: day("2026-11-22") }, "behind"],
    ["nothing was finished for 15 days", { lastProgressOn: day("2026-11-08") }, "stuck"],
    ["nothing was finished for 14 days", { lastProgressOn: day("2026-11-09") }, "on-track"],
    ["nothing was ever finished", { lastProgressOn: null }, "stuck"],
    ["nothing is left to do", { openTasks: 0, lastProgressOn: null, nextDueOn: null }, "on-track"],
    ["it begins later", { startsOn: day("2026-12-01"), lastProgressOn: null }, "not-started"],
    ["it is complete", { status: "complete", targetOn: day("2020-01-01") }, "done"],
  ])("%s", (_name, more, expected) => {
    expect(paceOf({ ...facts, ...more }, day("2026-11-23"))).toBe(expected);
  });

  test("progress counts what is not cancelled", () => {
    expect([donePct(0, 0), donePct(1, 3), donePct(3, 3)]).toEqual([0, 33.3, 100]);
  });
});

describe("recurring tasks", () => {
  test.each([
    [{ every: 1, unit: "month" }, "2026-10-31", "2026-11-30"],
    [{ every: 2, unit: "week" }, "2026-11-23", "2026-12-07"],
    [{ every: 1, unit: "week" }, "2026-09-01", "2026-11-24"],
    [{ every: 90, unit: "day" }, null, "2027-02-21"],
  ] as const)("%j after %s is %s", (recurrence, dueOn, expected) => {
    expect(nextDueOn(recurrence, dueOn ? day(dueOn) : null, day("2026-11-23")).toString()).toBe(expected);
  });
});

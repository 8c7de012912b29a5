import { expect, test } from "vitest";
import { ranked, usualFormula, type Waiting } from "./formula.ts";

const today = Temporal.PlainDate.from("2026-11-23");
const waiting: Waiting = {
  kind: "indicator",
  id: "i",
  accountId: "a",
  accountName: "Kestrel",
  title: "Usage is down",
  detail: null,
  tone: "bad",
  ownerId: null,
  dueOn: "2026-11-23",
  arr: "100000.0000",
  severity: "high",
};

test.each<[Partial<Waiting>, number]>([
  [{}, 100_000 * 0.3 * 1.2],
  [{ dueOn: "2026-11-22" }, 100_000 * 0.3 * 1.5],
  [{ dueOn: "2026-11-30" }, 100_000 * 0.3 * 0.8],
  [{ dueOn: "2026-11-24" }, 100_000 * 0.3 * 1.14],
  [{ dueOn: "2026-11-26" }, 100_000 * 0.3 * 1.03],
  [{ dueOn: "2026-12-01" }, 100_000 * 0.3 * 0.78],
  [{ dueOn: "2026-12-23" }, 100_000 * 0.3 * 0.4],
  [{ dueOn: "2027-06-01" }, 100_000 * 0.3 * 0.4],
  [{ dueOn: null, severity: "low" }, 100_000 * 0.05 * 0.8],
  [{ kind: "task", severity: null }, 100_000 * 0.1 * 1.2],
  [{ kind: "risk", severity: null, arr: null }, 5_000 * 0.35 * 1.2],
])("%j has the priority %d", (more, expected) => {
  expect(ranked(usualFormula, today, { ...waiting, ...more }).priority).toBe(Math.round(expected));
});

test("the nearer, the more urgent: never less for a day sooner", () => {
  const urgencies = Array.from({ length: 40 }, (_, days) => {
    const dueOn = today.add({ days: days - 2 }).toString();
    return ranked(usualFormula, today, { ...waiting, dueOn }).urgency;
  });
  expect(urgencies).toEqual(urgencies.toSorted((a, b) => b - a));
  expect(new Set(urgencies.slice(2, 33)).size).toBeGreaterThan(20);
});

test("where the last factor begins is part of the formula", () => {
  const urgency = { ...usualFormula.urgency, laterDays: 14 };
  expect(ranked({ ...usualFormula, urgency }, today, { ...waiting, dueOn: "2026-12-07" }).urgency).toBe(0.4);
});

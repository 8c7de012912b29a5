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
  [{ dueOn: "2026-12-01" }, 100_000 * 0.3 * 0.4],
  [{ dueOn: null, severity: "low" }, 100_000 * 0.05 * 0.8],
  [{ kind: "task", severity: null }, 100_000 * 0.1 * 1.2],
  [{ kind: "risk", severity: null, arr: null }, 5_000 * 0.35 * 1.2],
])("%j has the priority %d", (more, expected) => {
  expect(ranked(usualFormula, today, { ...waiting, ...more }).priority).toBe(Math.round(expected));
});

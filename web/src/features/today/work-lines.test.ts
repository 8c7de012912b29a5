import type { WorkItem } from "@perennial/contract";
import { expect, test } from "vitest";
import { keyOfWork, type WorkLine, workLines } from "./work-lines.ts";

const item = (id: string, accountName: string, priority: number, more: Partial<WorkItem> = {}): WorkItem => ({
  kind: "indicator",
  id,
  accountId: accountName,
  accountName,
  title: id,
  detail: null,
  tone: "bad",
  ownerId: null,
  dueOn: null,
  arrAtStake: "1.00",
  chance: 1,
  urgency: 1,
  priority,
  ...more,
});
const items = [
  item("1", "Big", 100),
  item("2", "Many", 70, { kind: "task", ownerId: "sam" }),
  item("3", "Many", 60),
];
const names = (id: string | null) => (id === null ? "Nobody" : "Sam");
const shown = (lines: readonly WorkLine[]) =>
  lines.map((line) => (line.kind === "group" ? `# ${line.group.label}` : keyOfWork(line.item)));

test("without groups the rows stand in their order", () => {
  expect(shown(workLines(items, "none", new Set(), names))).toEqual(["indicator:1", "task:2", "indicator:3"]);
});

test("the group that is worth most comes first, its rows in their order", () => {
  expect(shown(workLines(items, "account", new Set(), names))).toEqual([
    "# Many",
    "task:2",
    "indicator:3",
    "# Big",
    "indicator:1",
  ]);
});

test("a folded group keeps its heading and its sum", () => {
  const lines = workLines(items, "owner", new Set([""]), names);
  expect(shown(lines)).toEqual(["# Nobody", "# Sam", "task:2"]);
  expect(lines[0]).toMatchObject({ group: { priority: 160 } });
});

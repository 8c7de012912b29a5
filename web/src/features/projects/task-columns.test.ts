import { expect, test } from "vitest";
import { withStatus } from "./task-columns.tsx";

const edit = { rowId: "1", columnId: "isDone", value: true, previous: false };

test("a tick is written as a status, and taking it back opens the task again", async () => {
  const sent: unknown[] = [];
  const commit = withStatus(async (edits) => {
    sent.push(...edits.map(({ columnId, value }) => ({ columnId, value })));
    return [];
  });
  await commit([edit]);
  await commit([{ ...edit, value: false }]);
  expect(sent).toEqual([
    { columnId: "status", value: "done" },
    { columnId: "status", value: "open" },
  ]);
});

test("a refused status comes back to the cell that was ticked", async () => {
  const commit = withStatus(async () => [{ rowId: "1", columnId: "status", error: "Not now" }]);
  expect(await commit([edit])).toEqual([{ rowId: "1", columnId: "isDone", error: "Not now" }]);
});

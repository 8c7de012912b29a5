import { expect, test } from "vitest";
import type { CellEdit } from "./edit.ts";
import { dropFresh, emptyOverlay, failedCells, giveUp, settleEdits, showEdits } from "./overlay.ts";

const edit: CellEdit = { rowId: "a", columnId: "arr", value: "2", previous: "1" };
const pending = (overlay: ReturnType<typeof showEdits>) => overlay.get("a")?.get("arr");

test("a saved value stays until a fresh row arrives, then the row speaks", () => {
  const [stale, fresh] = [{ arr: "1" }, { arr: "2" }];
  let row = stale;
  const rowOf = () => row;
  const valueIn = () => row.arr;
  let overlay = showEdits(emptyOverlay, [edit], 1, rowOf);
  expect(pending(overlay)).toMatchObject({ value: "2", status: "saving" });
  overlay = dropFresh(settleEdits(overlay, [edit], [], 1, rowOf), rowOf, valueIn);
  expect(pending(overlay)).toMatchObject({ value: "2", status: "saved" });
  row = fresh;
  expect(dropFresh(overlay, rowOf, valueIn).size).toBe(0);
});

test("a stale row that arrives while saving does not bring the old value back", () => {
  let row = { arr: "1" };
  const rowOf = () => row;
  let overlay = showEdits(emptyOverlay, [edit], 1, rowOf);
  row = { arr: "1" };
  overlay = dropFresh(settleEdits(overlay, [edit], [], 1, rowOf), rowOf, () => row.arr);
  expect(pending(overlay)).toMatchObject({ value: "2" });
});

test("a refused value stays with its reason until it is given up", () => {
  const rowOf = () => edit;
  const overlay = settleEdits(
    showEdits(emptyOverlay, [edit], 1, rowOf),
    [edit],
    [{ rowId: "a", columnId: "arr", error: "too low" }],
    1,
    rowOf,
  );
  expect(
    pending(
      dropFresh(
        overlay,
        () => ({}),
        () => "1",
      ),
    ),
  ).toMatchObject({ value: "2", status: "failed", error: "too low" });
  expect(failedCells(overlay)).toEqual([{ rowId: "a", columnId: "arr" }]);
  expect(giveUp(overlay, failedCells(overlay)).size).toBe(0);
});

test("the answer to an older write says nothing about a newer one", () => {
  const rowOf = () => edit;
  const newer = showEdits(showEdits(emptyOverlay, [edit], 1, rowOf), [{ ...edit, value: "3" }], 2, rowOf);
  const settled = settleEdits(newer, [edit], [{ rowId: "a", columnId: "arr", error: "too low" }], 1, rowOf);
  expect(pending(settled)).toMatchObject({ value: "3", status: "saving" });
});

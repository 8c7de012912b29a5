import { describe, expect, test } from "vitest";
import { cellsIn, moveBy, nextInReading, planPaste, rangeOf, selectCell, sizeOf } from "./range.ts";

const extent = { rows: 5, columns: 4 };
const at = (row: number, column: number) => ({ row, column });

describe("moving", () => {
  test("stops at the edges", () => {
    expect(moveBy(selectCell(at(0, 0)), { rows: -1, columns: 0 }, extent, false)).toEqual(
      selectCell(at(0, 0)),
    );
    expect(moveBy(selectCell(at(1, 1)), { rows: Infinity, columns: 0 }, extent, false)).toEqual(
      selectCell(at(4, 1)),
    );
  });

  test("extends from where it began, also back over it", () => {
    const down = moveBy(selectCell(at(2, 1)), { rows: 2, columns: 1 }, extent, true);
    expect(rangeOf(down)).toEqual({ top: 2, bottom: 4, left: 1, right: 2 });
    const up = moveBy(down, { rows: -4, columns: 0 }, extent, true);
    expect(rangeOf(up)).toEqual({ top: 0, bottom: 2, left: 1, right: 2 });
    expect(up.anchor).toEqual(at(2, 1));
  });

  test("a plain step after extending goes on from the active cell", () => {
    const wide = { anchor: at(1, 1), head: at(3, 3) };
    expect(moveBy(wide, { rows: 1, columns: 0 }, extent, false)).toEqual(selectCell(at(2, 1)));
  });

  test("Tab wraps to the next row and ends at the last cell", () => {
    expect(nextInReading(at(0, 3), 1, extent)).toEqual(at(1, 0));
    expect(nextInReading(at(4, 3), 1, extent)).toBeNull();
    expect(nextInReading(at(0, 0), -1, extent)).toBeNull();
  });
});

describe("pasting", () => {
  const one = { top: 1, bottom: 1, left: 1, right: 1 };

  test("one cell fills the selection", () => {
    const plan = planPaste([["x"]], { top: 0, bottom: 2, left: 0, right: 1 }, extent);
    expect(plan).toHaveLength(6);
    expect(new Set(plan.map(({ text }) => text))).toEqual(new Set(["x"]));
  });

  test("a block is written from the corner and cut at the edge", () => {
    const plan = planPaste(
      [
        ["a", "b", "c", "d"],
        ["e", "f", "g", "h"],
      ],
      one,
      extent,
    );
    expect(plan.map(({ cell, text }) => [cell.row, cell.column, text])).toEqual([
      [1, 1, "a"],
      [1, 2, "b"],
      [1, 3, "c"],
      [2, 1, "e"],
      [2, 2, "f"],
      [2, 3, "g"],
    ]);
  });

  test("a block repeats over a whole multiple of it, not over a part", () => {
    const rows = [["a"], ["b"]];
    expect(planPaste(rows, { top: 0, bottom: 3, left: 0, right: 0 }, extent).map(({ text }) => text)).toEqual(
      ["a", "b", "a", "b"],
    );
    expect(planPaste(rows, { top: 0, bottom: 2, left: 0, right: 0 }, extent).map(({ text }) => text)).toEqual(
      ["a", "b"],
    );
  });

  test("ragged rows leave what they do not name", () => {
    expect(planPaste([["a", "b"], ["c"]], one, extent)).toHaveLength(3);
  });
});

test("a rectangle's cells are its size", () => {
  const range = { top: 1, bottom: 3, left: 0, right: 2 };
  expect(cellsIn(range)).toHaveLength(sizeOf(range));
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aggregate } from "./aggregate.ts";
import { sortRows, toLines } from "./arrange.ts";
import type { GridColumn } from "./column.ts";
import { sumDecimals } from "./decimal.ts";
import { layOut, reorder } from "./layout.ts";
import { sortFromText, sortToText, toggleSort } from "./state.ts";

type Row = { id: string; arr: string | null; rating: string | null; quarter: string };
const columns: GridColumn<Row>[] = [
  { id: "id", type: "text", title: "Account" },
  { id: "arr", type: "money", title: "ARR", currency: "USD" },
  {
    id: "rating",
    type: "select",
    title: "Rating",
    options: [
      { value: "commit", label: "Commit" },
      { value: "at-risk", label: "At risk" },
    ],
  },
];
const rows: Row[] = [
  { id: "b", arr: "9", rating: "at-risk", quarter: "Q1" },
  { id: "a", arr: "10", rating: "commit", quarter: "Q2" },
  { id: "c", arr: null, rating: null, quarter: "Q1" },
];
const ids = (sorted: readonly Row[]) => sorted.map(({ id }) => id).join("");

describe("sorting", () => {
  test("takes amounts as numbers, choices in their order, and puts nothing last either way", () => {
    expect(ids(sortRows(rows, columns, [{ columnId: "arr", descending: false }]))).toBe("bac");
    expect(ids(sortRows(rows, columns, [{ columnId: "arr", descending: true }]))).toBe("abc");
    expect(ids(sortRows(rows, columns, [{ columnId: "rating", descending: false }]))).toBe("abc");
  });
  test("a header goes up, down, off; the URL says it and reads it back", () => {
    const up = toggleSort([], "arr", false);
    const down = toggleSort(up, "arr", false);
    expect([sortToText(up), sortToText(down), sortToText(toggleSort(down, "arr", false))]).toEqual([
      "arr",
      "-arr",
      "",
    ]);
    expect(sortToText(toggleSort(down, "id", true))).toBe("-arr,id");
    expect(sortFromText("-arr,id")).toEqual([...down, { columnId: "id", descending: false }]);
  });
});

test("groups fold: their rows are neither shown nor walked over", () => {
  const open = toLines(rows, (row) => row.quarter, []);
  expect(open.lines.map((line) => (line.kind === "group" ? line.key : line.row.id))).toEqual([
    "Q1",
    "b",
    "c",
    "Q2",
    "a",
  ]);
  expect(ids(open.shown)).toBe("bca");
  const folded = toLines(rows, (row) => row.quarter, ["Q1"]);
  expect(ids(folded.shown)).toBe("a");
  expect(folded.lines.find((line) => line.kind === "row")).toMatchObject({ rowAt: 0 });
});

describe("figures", () => {
  test("are exact where floats are not, and leave out what is missing", () => {
    expect(aggregate("sum", ["0.1", "0.2", null])).toBe("0.3");
    expect(aggregate("mean", ["1", "2", null])).toBe("1.5");
    expect(aggregate("max", ["9", "10"])).toBe("10");
    expect(aggregate("min", ["2027-03-01", "2026-12-31"])).toBe("2026-12-31");
    expect(aggregate("count", ["a", null, ""])).toBe(1);
    expect(aggregate("sum", [null])).toBeNull();
  });
  test("a sum equals the sum in cents", () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n })), (cents) => {
        const text = (amount: bigint) => {
          const size = amount < 0n ? -amount : amount;
          return `${amount < 0n ? "-" : ""}${size / 100n}.${String(size % 100n).padStart(2, "0")}`;
        };
        const total = cents.reduce((sum, one) => sum + one, 0n);
        expect(sumDecimals(cents.map(text))).toBe(
          text(total)
            .replace(/\.?0+$/, (zeros) => (zeros.includes(".") ? "" : zeros))
            .replace(/(\.\d)0$/, "$1")
            .replace(/^-0$/, "0"),
        );
      }),
    );
  });
});

describe("columns", () => {
  test("stand as ordered, pinned first, hidden left out", () => {
    const layout = layOut(columns, {
      order: ["rating", "arr", "id"],
      pinned: ["arr"],
      hidden: ["id"],
      widths: { arr: 200 },
    });
    expect(layout.columns.map(({ column, pinnedAt }) => [column.id, pinnedAt])).toEqual([
      ["arr", 0],
      ["rating", null],
    ]);
    expect(layout.template).toBe("200px minmax(136px, 136fr)");
  });
  test("the first is pinned unless said", () => {
    expect(layOut(columns, {}).columns.map(({ pinnedAt }) => pinnedAt)).toEqual([0, null, null]);
  });
  test("move to a place", () => expect(reorder(["a", "b", "c"], "a", 2)).toEqual(["b", "c", "a"]));
});

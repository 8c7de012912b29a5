import { expect, test } from "vitest";
import type { GridColumn } from "./column.ts";
import { planTexts, wordsOf } from "./paste.ts";

type Row = { id: string; isClosed: boolean; name: string; forecast: string | null; rating: string | null };
const editable = (row: Row) => !row.isClosed;
const locked = () => "It is closed.";
const columns: GridColumn<Row>[] = [
  { id: "name", type: "text", title: "Account" },
  { id: "forecast", type: "money", title: "Forecast", currency: "USD", editable, locked },
  {
    id: "rating",
    type: "select",
    title: "Rating",
    options: [{ value: "commit", label: "Commit" }],
    editable,
  },
];
const rows: Row[] = [
  { id: "a", isClosed: false, name: "Acme", forecast: null, rating: null },
  { id: "b", isClosed: true, name: "Bora", forecast: "500.00", rating: null },
];
const today = Temporal.PlainDate.from("2026-11-23");
const plan = (...texts: string[][]) =>
  planTexts(
    texts.flatMap((cells, row) => cells.map((text, column) => ({ cell: { row, column }, text }))),
    ({ row, column }) => {
      const [found, its] = [rows[row], columns[column]];
      return found && its ? { row: found, id: found.id, column: its } : null;
    },
    today,
  );

test("a block takes what it can; a text that means nothing stays in its cell with the reason", () => {
  expect(plan(["Acme", "96k", "Sure"])).toEqual({
    values: [{ rowId: "a", columnId: "forecast", value: "96000" }],
    refused: [{ rowId: "a", columnId: "rating", value: "Sure", error: "“Sure” is not one of the choices" }],
    left: 1,
  });
});

test("a row that is closed says so where the block says something else, and only there", () => {
  const closed = plan(["Acme", "1", "Commit"], ["Bora", "600", ""]);
  expect(closed.refused).toEqual([
    { rowId: "b", columnId: "forecast", value: "600", error: "It is closed." },
  ]);
  expect(plan(["Acme", "1", "Commit"], ["Bora", "$500", ""]).refused).toEqual([]);
});

test("what became of a block is told by numbers", () => {
  expect(wordsOf({ gesture: 1, written: 1480, same: 3, refused: 1, left: 0 })).toEqual([
    "1,480 cells written",
    "1 cell not taken, marked with the reason",
    "3 cells said so already",
  ]);
});

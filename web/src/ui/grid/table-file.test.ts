import { expect, it } from "vitest";
import type { GridColumn } from "./column.ts";
import { csvOf, tableFile, tableOf } from "./table-file.ts";

type Row = { name: string; arr: string | null; share: number; due: string; rating: string };
const columns: GridColumn<Row>[] = [
  { id: "name", type: "text", title: "Account" },
  { id: "arr", type: "money", title: "ARR", currency: "USD" },
  { id: "share", type: "percent", title: "GRR" },
  { id: "due", type: "date", title: "Due" },
  { id: "rating", type: "select", title: "Rating", options: [{ value: "at_risk", label: "At Risk" }] },
];
const rows: Row[] = [
  { name: '=HYPERLINK("x")', arr: "1000.10", share: 0.843, due: "2027-01-31", rating: "at_risk" },
  { name: "Smith, Jones\nand sons", arr: null, share: 1, due: "2027-02-28", rating: "" },
];

it("writes what a person reads, numbers as numbers, and no formula", () => {
  expect(csvOf(tableOf(columns, rows))).toBe(
    `\uFEFFAccount,ARR,GRR,Due,Rating\r\n"'=HYPERLINK(""x"")",1000.1,0.843,2027-01-31,At Risk\r\n"Smith, Jones\nand sons",,1,2027-02-28,\r\n`,
  );
});

it("writes a workbook that a reader opens", async () => {
  const { readXlsx } = await import("hucre/xlsx");
  const file = await tableFile("Forecast", tableOf(columns, rows), "xlsx");
  const { sheets } = await readXlsx(new Uint8Array(await file.arrayBuffer()));
  expect(sheets[0]?.name).toBe("Forecast");
  expect(sheets[0]?.rows[1]?.slice(0, 3)).toEqual(['=HYPERLINK("x")', 1000.1, 0.843]);
});

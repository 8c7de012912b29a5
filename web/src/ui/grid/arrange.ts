import { plainText } from "./cell-text.ts";
import { type CellValue, cellValue, type GridColumn } from "./column.ts";
import type { GridSort } from "./state.ts";

/** A line of the grid's body: the head of a group, or a row with its place among the rows shown. */
export type Line<Row> =
  | { kind: "group"; key: string; rows: readonly Row[]; isCollapsed: boolean }
  | { kind: "row"; row: Row; rowAt: number };

const collator = new Intl.Collator("en", { sensitivity: "base", numeric: true });

function compareValues(a: CellValue, b: CellValue): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "string" && typeof b === "string") return collator.compare(a, b);
  return Number(a) - Number(b);
}

/** Values as one sorts them: choices in the order of their options, money as numbers. */
function sortValue<Row>(column: GridColumn<Row>, row: Row): CellValue {
  const value = cellValue(column, row);
  if (value === null || value === "") return null;
  if (column.type === "money" || column.type === "number") return Number(value);
  if (column.type === "select") return column.options.findIndex((option) => option.value === value);
  if (column.type === "teammate")
    return column.options.find((option) => option.value === value)?.label ?? value;
  if (column.type === "record" || column.type === "multiSelect") return plainText(column, value);
  return value;
}

/** Sorts by one or several columns; what has no value comes last either way; equal rows keep their order. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly GridColumn<Row>[],
  sort: readonly GridSort[],
): readonly Row[] {
  const keys = sort.flatMap((one) => {
    const column = columns.find((candidate) => candidate.id === one.columnId);
    return column ? [{ column, sign: one.descending ? -1 : 1 }] : [];
  });
  if (keys.length === 0) return rows;
  const decorated = rows.map((row) => ({ row, values: keys.map(({ column }) => sortValue(column, row)) }));
  decorated.sort((a, b) => {
    for (const [at, { sign }] of keys.entries()) {
      const [left, right] = [a.values[at] ?? null, b.values[at] ?? null];
      if (left === null && right === null) continue;
      if (left === null) return 1;
      if (right === null) return -1;
      const difference = compareValues(left, right) * sign;
      if (difference !== 0) return difference;
    }
    return 0;
  });
  return decorated.map(({ row }) => row);
}

/** Rows as lines, under the heads of their groups; groups stand as `compare` says, else as they first occur. */
export function toLines<Row>(
  rows: readonly Row[],
  groupOf: ((row: Row) => string) | undefined,
  collapsed: readonly string[],
  compare?: (a: string, b: string) => number,
): { lines: readonly Line<Row>[]; shown: readonly Row[] } {
  if (!groupOf) return { lines: rows.map((row, rowAt) => ({ kind: "row", row, rowAt })), shown: rows };
  const lines: Line<Row>[] = [];
  const shown: Row[] = [];
  const groups = [...Map.groupBy(rows, groupOf)];
  if (compare) groups.sort(([a], [b]) => compare(a, b));
  for (const [key, members] of groups) {
    const isCollapsed = collapsed.includes(key);
    lines.push({ kind: "group", key, rows: members, isCollapsed });
    if (isCollapsed) continue;
    for (const row of members) {
      lines.push({ kind: "row", row, rowAt: shown.length });
      shown.push(row);
    }
  }
  return { lines, shown };
}

import type { ViewDefinition } from "@perennial/contract";
import { formatCount, monthName } from "../../ui/format.ts";
import { plainText } from "../../ui/grid/cell-text.ts";
import { cellValue, type GridColumn } from "../../ui/grid/column.ts";

type Grouping = NonNullable<ViewDefinition["group"]>;

/** The key of the group a row falls in; keys sort as their groups stand. Nothing comes last. */
export function groupKey<Row>(column: GridColumn<Row>, { by }: Pick<Grouping, "by">, row: Row): string {
  const value = cellValue(column, row);
  if (value === null || value === "") return "";
  if (column.type !== "date" || by === null) return String(value);
  const date = Temporal.PlainDate.from(String(value));
  if (by === "year") return String(date.year);
  if (by === "quarter") return `${date.year} Q${Math.ceil(date.month / 3)}`;
  return date.toPlainYearMonth().toString();
}

/** The words of a group: “Q1 2027”, “March 2027”, a label, a name. */
export function groupWords<Row>(column: GridColumn<Row>, { by }: Pick<Grouping, "by">, key: string): string {
  if (key === "") return `No ${column.title.toLowerCase()}`;
  if (column.type === "date" && by === "quarter") return key.split(" ").toReversed().join(" ");
  if (column.type === "date" && by === "month") {
    const month = Temporal.PlainYearMonth.from(key);
    return `${monthName(month.month)} ${month.year}`;
  }
  if (column.type === "select" || column.type === "teammate") {
    return column.options.find((option) => option.value === key)?.label ?? key;
  }
  return plainText(column, key);
}

/** In the order of a select's options, else of the keys; what has no value comes last. */
export function compareGroups<Row>(column: GridColumn<Row>): (a: string, b: string) => number {
  const place = (key: string) =>
    column.type === "select" ? column.options.findIndex((option) => option.value === key) : 0;
  return (a, b) => {
    if (a === "" || b === "") return a === b ? 0 : a === "" ? 1 : -1;
    return place(a) - place(b) || a.localeCompare(b, "en", { numeric: true });
  };
}

/** How a grid groups rows by a column. */
export function gridGrouping<Row>(
  columns: ReadonlyMap<string, GridColumn<Row>>,
  group: Grouping,
  noun: string,
) {
  const column = columns.get(group.field);
  if (!column) return undefined;
  return {
    by: (row: Row) => groupKey(column, group, row),
    compare: compareGroups(column),
    label: (key: string, rows: readonly Row[]) =>
      `${groupWords(column, group, key)} · ${formatCount(rows.length, noun)}`,
  };
}

import type { ReactNode } from "react";
import type { Option } from "../option-list.tsx";
import type { AggregateName } from "./aggregate.ts";

/** A cell's value: money and exact decimals as strings, dates as `YYYY-MM-DD`, percent as a fraction. */
export type CellValue = string | number | boolean | null;

type ColumnBase<Row> = {
  id: string;
  title: string;
  /** Where the value is; without it the row's field named as the column. */
  value?: (row: Row) => CellValue | undefined;
  /** What is kept there, where the cell shows more (a default, say): undo brings this back. */
  stored?: (row: Row) => CellValue;
  /** Edited in place. A function decides row by row. */
  editable?: boolean | ((row: Row) => boolean);
  /** Why a row's cell is not edited although its column is. */
  locked?: (row: Row) => string;
  /** An empty value is refused. */
  required?: boolean;
  /** Says what is wrong with a value, before it is sent. */
  validate?: (value: CellValue, row: Row) => string | undefined;
  /** Why there is no value: shown on hover of the `–`. */
  missing?: string | ((row: Row) => string);
  /** Draws the value in another way; editing stays as it is. */
  render?: (row: Row, value: CellValue) => ReactNode;
  /** Makes a value that is drawn as usual a link; Enter opens it. */
  href?: ((row: Row) => string | undefined) | undefined;
  /** In the footer and in group headers. */
  footer?: AggregateName;
  /** Pixels; columns grow in proportion when there is room. */
  width?: number;
  sortable?: boolean;
  /** The value is a person's, and no source overwrites it. */
  pinned?: (row: Row) => boolean;
  /** Teammates are mentioned in its text: their names are completed behind an `@`. */
  mentions?: boolean;
  /** Explains the column in its header's tooltip. */
  hint?: string;
};

type Kind<Row> =
  | { type: "text" }
  | { type: "longText" }
  | { type: "number"; digits?: number; signed?: boolean }
  | {
      type: "money";
      /** ISO 4217; shown in sums and on hover, cells stay plain numbers. */
      currency: string | ((row: Row) => string);
      short?: boolean;
      /** Writes cents also of amounts of a thousand and more. */
      cents?: boolean;
      /** A change: with sign and colour. */
      signed?: boolean;
    }
  | { type: "percent"; digits?: number }
  | { type: "date" /** Adds the days from today. */; relative?: boolean }
  /** An RFC 3339 instant; typed and read in the company's time zone. */
  | { type: "instant" }
  | { type: "select"; options: readonly Option[] }
  /** Several of the options; the cell's value holds them as `joinChoices` puts them. */
  | { type: "multiSelect"; options: readonly Option[] }
  /** Another record by its id, chosen by typing a part of its name. */
  | {
      type: "record";
      nameOf: (id: string) => string | undefined;
      pageOf: (id: string) => string;
      /** Remembers the names it finds: `nameOf` knows them from then on. */
      search: (text: string) => Promise<readonly Option[]>;
      idOf: (name: string) => string | undefined;
    }
  | { type: "teammate"; options: readonly Option[] }
  | { type: "boolean" }
  /** Anything else, drawn by `render`; sorted and copied by its value. */
  | { type: "readonly" };

/** One column of the data grid. */
export type GridColumn<Row> = ColumnBase<Row> & Kind<Row>;

/** The value of a row in a column. */
export function cellValue<Row>(column: GridColumn<Row>, row: Row): CellValue {
  const value = column.value ? column.value(row) : (row as Record<string, CellValue | undefined>)[column.id];
  return value ?? null;
}

/** What undo brings back into a cell. */
export function storedValue<Row>(column: GridColumn<Row>, row: Row): CellValue {
  return column.stored ? column.stored(row) : cellValue(column, row);
}

/** Whether this cell may be edited in place. */
export function isEditable<Row>(column: GridColumn<Row>, row: Row): boolean {
  if (column.type === "readonly") return false;
  return typeof column.editable === "function" ? column.editable(row) : (column.editable ?? false);
}

/** Whether a cell is edited by choosing from a list. */
export function hasList(type: GridColumn<never>["type"]): boolean {
  return type === "select" || type === "teammate" || type === "multiSelect" || type === "record";
}

/** Whether the column's values stand on the right, digits under digits. */
export function isNumeric(type: GridColumn<never>["type"]): boolean {
  return type === "number" || type === "money" || type === "percent";
}

/** The currency of a money cell. */
export function currencyOf<Row>(column: GridColumn<Row>, row: Row): string {
  if (column.type !== "money") return "USD";
  return typeof column.currency === "function" ? column.currency(row) : column.currency;
}

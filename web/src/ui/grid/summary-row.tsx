import { type ReactNode, useMemo } from "react";
import { cx } from "../class-names.ts";
import { formatMoneyExact, formatMoneyWhole, formatNumber } from "../format.ts";
import { aggregate, aggregateWords } from "./aggregate.ts";
import { UsualCell } from "./cell-display.tsx";
import { type CellValue, currencyOf, type GridColumn, isNumeric } from "./column.ts";
import { pinnedStyle } from "./grid-row.tsx";
import type { Layout } from "./layout.ts";

/** Figures by column id: given by the server when not all rows are here. */
export type Totals = Readonly<Record<string, CellValue>>;

type SummaryProps<Row> = {
  layout: Layout<Row>;
  rows: readonly Row[];
  /** Columns hold what is written over them; without it the row's own. */
  valueIn: (column: GridColumn<Row>, row: Row) => CellValue;
  totals: Totals | undefined;
  label: ReactNode;
  note?: ReactNode;
  ariaRow: number;
  className: string;
  style?: { transform?: string; height?: number };
};

function Figure<Row>({
  column,
  rows,
  value,
}: {
  column: GridColumn<Row>;
  rows: readonly Row[];
  value: CellValue;
}) {
  const name = column.footer ?? "sum";
  const digits = name === "mean" ? 1 : 2;
  const first = rows[0];
  const word = aggregateWords[name];
  const currencies = useMemo(
    () => new Set(column.type === "money" && column.footer ? rows.map((row) => currencyOf(column, row)) : []),
    [column, rows],
  );
  if (value === null) return null;
  // Amounts of several currencies have no sum.
  if (currencies.size > 1) return <span title="Several currencies have no common sum">mixed</span>;
  const isPlain = name === "count" || first === undefined;
  const isMoney = column.type === "money" && !column.signed && first !== undefined && name !== "count";
  return (
    <>
      {word && <span className="mr-1 font-normal text-ink-3">{word}</span>}
      {isPlain && formatNumber(String(value), digits)}
      {!isPlain && isMoney && (
        <span title={formatMoneyExact(String(value), currencyOf(column, first), true)}>
          {formatMoneyWhole(String(value), currencyOf(column, first))}
        </span>
      )}
      {!isPlain && !isMoney && <UsualCell column={asFigure(column, digits)} row={first} value={value} />}
    </>
  );
}

function asFigure<Row>(column: GridColumn<Row>, digits: number): GridColumn<Row> {
  return column.type === "number" ? { ...column, digits } : column;
}

function figureOf<Row>(
  column: GridColumn<Row>,
  rows: readonly Row[],
  valueIn: (column: GridColumn<Row>, row: Row) => CellValue,
  totals: Totals | undefined,
): CellValue {
  const given = totals?.[column.id];
  if (given !== undefined) return given;
  if (!column.footer) return null;
  const values = rows.map((row) => valueIn(column, row));
  return aggregate(column.footer, values);
}

/** A line of figures: the head of a group, or the foot of the grid. Its label spans to the first figure. */
export function SummaryRow<Row>(props: SummaryProps<Row>) {
  const { layout, rows, valueIn, totals, label, note } = props;
  const figures = useMemo(
    () => new Map(layout.columns.map(({ column }) => [column.id, figureOf(column, rows, valueIn, totals)])),
    [layout, rows, valueIn, totals],
  );
  const hasFigure = (at: number) => {
    const column = layout.columns[at]?.column;
    return Boolean(column && (column.footer || totals?.[column.id] !== undefined));
  };
  const places = layout.columns.map((_, at) => at);
  const first = places.find((at) => at > 0 && hasFigure(at)) ?? layout.columns.length;
  const last = places.findLast(hasFigure) ?? 0;
  const noteFrom = note ? Math.max(last + 1, first) : layout.columns.length;
  const head = layout.columns[0];
  return (
    <div
      role="row"
      aria-rowindex={props.ariaRow}
      style={{ ...props.style, gridTemplateColumns: layout.template }}
      className={cx("grid border-line bg-sunken tabular-nums", props.className)}
    >
      {head && (
        <div
          role="gridcell"
          aria-colindex={1}
          aria-colspan={first}
          style={{ gridColumn: `1 / span ${first}`, ...pinnedStyle(head) }}
          className="sticky z-10 flex w-max max-w-full min-w-0 items-center bg-sunken px-2.5"
        >
          <span className="truncate">{label}</span>
        </div>
      )}
      {places.slice(first, noteFrom).map((at) => {
        const column = layout.columns[at]?.column;
        if (!column) return null;
        return (
          <div
            key={column.id}
            role="gridcell"
            aria-colindex={at + 1}
            className={cx(
              "flex min-w-0 items-center truncate px-2.5",
              isNumeric(column.type) && "justify-end",
            )}
          >
            <Figure column={column} rows={rows} value={figures.get(column.id) ?? null} />
          </div>
        );
      })}
      {noteFrom < layout.columns.length && (
        <div
          role="gridcell"
          aria-colindex={noteFrom + 1}
          aria-colspan={layout.columns.length - noteFrom}
          style={{ gridColumn: `${noteFrom + 1} / -1` }}
          className="flex min-w-0 items-center truncate px-2.5 font-normal text-ink-3"
        >
          {note}
        </div>
      )}
    </div>
  );
}

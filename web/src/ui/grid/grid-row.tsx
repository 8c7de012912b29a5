import { CircleAlert, Pin } from "lucide-react";
import { memo, type ReactNode, useEffect, useRef, useState } from "react";
import { cx } from "../class-names.ts";
import { CellDisplay } from "./cell-display.tsx";
import { plainText } from "./cell-text.ts";
import { type CellValue, cellValue, type GridColumn, hasList, isEditable, isNumeric } from "./column.ts";
import type { Layout, PlacedColumn } from "./layout.ts";
import type { PendingCell, RowOverlay } from "./overlay.ts";

export type RowProps<Row> = {
  gridId: string;
  row: Row;
  rowAt: number;
  /** 1-based place among all lines, for screen readers. */
  ariaRow: number;
  layout: Layout<Row>;
  top: number;
  height: number;
  overlay: RowOverlay | undefined;
  /** Selected columns of this row; empty when from > to. */
  selectedFrom: number;
  selectedTo: number;
  /** The active cell's column, or -1. */
  activeColumn: number;
  /** The editor, when the active cell is being edited. */
  editor: ReactNode;
  isEditingAllowed: boolean;
};

/** Id of a cell's element: the grid points at its active cell with it. */
export function cellElementId(gridId: string, rowAt: number, columnAt: number): string {
  return `${gridId}-${rowAt}-${columnAt}`;
}

/** Style of a cell that stays at the left edge. */
export function pinnedStyle<Row>(placed: PlacedColumn<Row>): { left: number } | undefined {
  return placed.pinnedAt === null ? undefined : { left: placed.pinnedAt };
}

/**
 * Counts up when a value on the screen became another without our doing: somebody else changed it. While
 * something of ours is being written in the row, its other values may follow from that.
 */
function useForeignChange(value: CellValue, isOurs: boolean, columnId: string): number {
  const before = useRef({ value, wasOurs: isOurs, columnId });
  const [changes, setChanges] = useState(0);
  useEffect(() => {
    const { value: old, wasOurs, columnId: oldColumn } = before.current;
    before.current = { value, wasOurs: isOurs, columnId };
    if (old !== value && !wasOurs && !isOurs && oldColumn === columnId) setChanges((count) => count + 1);
  }, [value, isOurs, columnId]);
  return changes;
}

type CellProps<Row> = {
  id: string;
  row: Row;
  rowAt: number;
  columnAt: number;
  placed: PlacedColumn<Row>;
  pending: PendingCell | undefined;
  isRowOurs: boolean;
  isSelected: boolean;
  isActive: boolean;
  editor: ReactNode;
  canEdit: boolean;
};

function GridCell<Row>({
  id,
  row,
  rowAt,
  columnAt,
  placed,
  pending,
  isRowOurs,
  isSelected,
  isActive,
  editor,
  canEdit,
}: CellProps<Row>) {
  const column: GridColumn<Row> = placed.column;
  const own = cellValue(column, row);
  const foreignChanges = useForeignChange(own, isRowOurs, column.id);
  const value = pending ? pending.value : own;
  const error = pending?.status === "failed" ? pending.error : undefined;
  return (
    <div
      key={foreignChanges}
      id={id}
      role="gridcell"
      aria-colindex={columnAt + 1}
      aria-selected={isSelected}
      aria-readonly={!canEdit}
      {...(error ? { "aria-invalid": true, title: error } : {})}
      data-row={rowAt}
      data-column={columnAt}
      style={pinnedStyle(placed)}
      className={cx(
        "relative flex min-w-0 items-center px-2.5",
        isNumeric(column.type) && "justify-end",
        (isNumeric(column.type) || column.type === "date") && "tabular-nums",
        placed.pinnedAt !== null && "sticky z-10 bg-surface",
        placed.isLastPinned && "shadow-[1px_0_0_var(--line)]",
        isSelected && "bg-accent-soft!",
        isActive &&
          "bg-surface! outline-2 -outline-offset-2 outline-ink-3 group-focus-within/grid:outline-accent",
        (isActive || Boolean(editor)) && "z-20!",
        error && "bg-bad-soft! text-bad",
        foreignChanges > 0 && "animate-flash",
      )}
    >
      {editor}
      {(!editor || hasList(column.type)) && (
        <span className={cx("min-w-0 truncate", pending?.status === "saving" && "text-ink-2")}>
          {error ? plainText(column, value) : <CellDisplay column={column} row={row} value={value} />}
          {column.pinned?.(row) && (
            <span title="Pinned: a person set it, and no source overwrites it">
              <Pin size={11} aria-label="pinned" className="ml-1 inline text-ink-3" />
            </span>
          )}
        </span>
      )}
      {error && !editor && <CircleAlert size={13} aria-hidden className="ml-1 shrink-0" />}
      {error && isActive && !editor && (
        <span
          role="status"
          className={cx(
            "absolute left-0 z-20 w-max max-w-72 rounded-control bg-bad px-2 py-1 text-left text-s whitespace-normal text-bg shadow-lift",
            rowAt > 2 ? "bottom-full mb-1" : "top-full mt-1",
          )}
        >
          {error} Esc takes the old value back.
        </span>
      )}
    </div>
  );
}

function GridRowInner<Row>(props: RowProps<Row>) {
  const { row, rowAt, layout, overlay, selectedFrom, selectedTo, activeColumn } = props;
  return (
    <div
      role="row"
      aria-rowindex={props.ariaRow}
      style={{
        transform: `translateY(${props.top}px)`,
        height: props.height,
        gridTemplateColumns: layout.template,
      }}
      className={cx(
        "group/row absolute inset-x-0 grid border-b border-line bg-surface",
        activeColumn >= 0 && "z-10",
      )}
    >
      {layout.columns.map((placed, columnAt) => (
        <GridCell
          key={placed.column.id}
          id={cellElementId(props.gridId, rowAt, columnAt)}
          row={row}
          rowAt={rowAt}
          columnAt={columnAt}
          placed={placed}
          pending={overlay?.get(placed.column.id)}
          isRowOurs={overlay !== undefined}
          isSelected={columnAt >= selectedFrom && columnAt <= selectedTo}
          isActive={columnAt === activeColumn}
          editor={columnAt === activeColumn ? props.editor : null}
          canEdit={props.isEditingAllowed && isEditable(placed.column, row)}
        />
      ))}
    </div>
  );
}

/** One row; drawn again only when something in it changed. */
export const GridRow = memo(GridRowInner) as typeof GridRowInner;

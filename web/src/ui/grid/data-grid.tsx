import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { ChevronDown, ChevronRight } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useId, useMemo, useRef, useState } from "react";
import { cx } from "../class-names.ts";
import { formatCount } from "../format.ts";
import { Skeleton } from "../skeleton.tsx";
import { EmptyState } from "../states.tsx";
import { type Line, sortRows, toLines } from "./arrange.ts";
import { type After, CellEditor, type EditOutcome } from "./cell-editor.tsx";
import { CellPanel, useCellHover } from "./cell-hover.tsx";
import { type CellValue, cellValue, type GridColumn, isEditable } from "./column.ts";
import { GridHeader } from "./grid-header.tsx";
import { GridKeys } from "./grid-keys.tsx";
import { cellElementId, GridRow } from "./grid-row.tsx";
import { layOut } from "./layout.ts";
import { failedCells } from "./overlay.ts";
import { selectCell, sizeOf } from "./range.ts";
import { RefusedBar } from "./refused-bar.tsx";
import { SelectionBar } from "./selection-bar.tsx";
import { type GridState, groupRowHeight, rowHeights } from "./state.ts";
import { SummaryRow, type Totals } from "./summary-row.tsx";
import { useFillHeight } from "./use-fill-height.ts";
import { useGridActions } from "./use-grid-actions.ts";
import { type Commit, useGridEdits } from "./use-grid-edits.ts";
import { useSelection } from "./use-selection.ts";

export type GridGrouping<Row> = {
  by: (row: Row) => string;
  /** The order of the groups by their keys; without it, the order in which they first occur. */
  compare?: (a: string, b: string) => number;
  /** The words of a group's head; without it the key and the number of rows. */
  label?: (key: string, rows: readonly Row[]) => ReactNode;
  /** Figures by group, when not all of its rows are here. */
  totals?: Readonly<Record<string, Totals>>;
};

export type DataGridProps<Row> = {
  /** What the grid lists, for screen readers: “Renewals”. */
  label: string;
  columns: readonly GridColumn<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** Writes cells. Resolve with the cells that were refused; reject when nothing was saved. */
  onCommit?: Commit;
  /** Sort, columns, density: give both to keep them in the URL or in a view; else the grid keeps them. */
  state?: GridState;
  onStateChange?: (state: GridState) => void;
  /** `server`: the rows come sorted and the grid only shows by what. */
  sorting?: "client" | "server";
  group?: GridGrouping<Row>;
  /** How many rows there are altogether, when not all are here. */
  totalCount?: number;
  /** Figures over all rows, when not all are here. */
  totals?: Totals;
  /** Words on the right of the footer. */
  footerNote?: ReactNode;
  /** Called when the last rows come into sight: load more. */
  onEndReached?: () => void;
  isLoading?: boolean;
  isLoadingMore?: boolean;
  /** Shown instead of rows when there are none. */
  empty?: ReactNode;
  /** Enter or click on a linkless row's first cell opens it. */
  onOpen?: (row: Row) => void;
  /** Actions for the rows of the selection, in the bar that appears with it. */
  selectionActions?: (rows: readonly Row[], clear: () => void) => ReactNode;
  /** What is told of a cell when the pointer rests on it, or by Ctrl+I: where its value comes from. */
  originOf?: (row: Row, column: GridColumn<Row>) => ReactNode;
  /** `fill` takes the height left in the window; `content` shows every row; or at most so many pixels. */
  height?: "fill" | "content" | number;
};

const noState: GridState = {};

/** The one table of the product: typed columns, edited in place, as quick by keyboard as a spreadsheet. */
export function DataGrid<Row>(props: DataGridProps<Row>) {
  const {
    label,
    columns,
    rows,
    rowId,
    onCommit,
    sorting = "client",
    group,
    onEndReached,
    height = "fill",
  } = props;
  const [ownState, setOwnState] = useState<GridState>(noState);
  const state = props.state ?? ownState;
  const setState = props.onStateChange ?? setOwnState;
  const gridId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const fillHeight = useFillHeight(scroller, height === "fill");
  const [menuColumn, setMenuColumn] = useState<string | null>(null);
  const [editing, setEditing] = useState<{
    rowId: string;
    columnId: string;
    text: string | undefined;
  } | null>(null);

  const [pasting, setPasting] = useState<string[][] | null>(null);

  const hover = useCellHover(scroller, props.originOf !== undefined && editing === null);
  const edits = useGridEdits({ rows, rowId, columns, onCommit });
  const layout = useMemo(() => layOut(columns, state), [columns, state]);
  const sorted = useMemo(
    () => (sorting === "client" ? sortRows(rows, columns, state.sort ?? []) : rows),
    [sorting, rows, columns, state.sort],
  );
  const { lines, shown } = useMemo(
    () => toLines(sorted, group?.by, state.collapsed ?? [], group?.compare),
    [sorted, group?.by, group?.compare, state.collapsed],
  );
  const lineOfRow = useMemo(() => {
    const places: number[] = [];
    for (const [at, line] of lines.entries()) if (line.kind === "row") places.push(at);
    return places;
  }, [lines]);
  const placeById = useMemo(() => new Map(shown.map((row, at) => [rowId(row), at])), [shown, rowId]);
  const extent = useMemo(() => ({ rows: shown.length, columns: layout.columns.length }), [shown, layout]);
  const idAt = useCallback(
    (at: number) => (shown[at] === undefined ? undefined : rowId(shown[at])),
    [shown, rowId],
  );
  const rowAtOf = useCallback((id: string) => placeById.get(id), [placeById]);
  const { selection, range, select, move } = useSelection(extent, idAt, rowAtOf);

  const rowHeight = rowHeights[state.density ?? "cosy"];
  const headerHeight = 30;
  const activeLine = selection ? lineOfRow[selection.anchor.row] : undefined;
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => (lines[at]?.kind === "group" ? groupRowHeight : rowHeight),
    overscan: 12,
    scrollPaddingStart: headerHeight,
    scrollPaddingEnd: rowHeight,
    // The active row stays drawn when it is scrolled away: an open editor and the reader's place live in it.
    rangeExtractor: (visible) => {
      const places = defaultRangeExtractor(visible);
      if (activeLine !== undefined && !places.includes(activeLine)) places.push(activeLine);
      return places.toSorted((a, b) => a - b);
    },
  });
  useEffect(() => virtualizer.measure(), [lines, rowHeight]);

  const visible = virtualizer.getVirtualItems();
  const lastVisible = visible.at(-1)?.index ?? -1;
  useEffect(() => {
    if (onEndReached && !props.isLoadingMore && lines.length > 0 && lastVisible >= lines.length - 20)
      onEndReached();
  }, [onEndReached, props.isLoadingMore, lines.length, lastVisible]);

  const headRow = selection?.head.row;
  const headColumn = selection?.head.column;
  useEffect(() => {
    if (headRow === undefined || headColumn === undefined) return;
    const line = lineOfRow[headRow];
    if (line !== undefined) virtualizer.scrollToIndex(line, { align: "auto" });
    const frame = requestAnimationFrame(() => showColumn(scroller.current, layout, headColumn));
    return () => cancelAnimationFrame(frame);
  }, [headRow, headColumn, lineOfRow, virtualizer, layout]);

  const beginEdit = useCallback(
    (text?: string) => {
      const row = selection && shown[selection.anchor.row];
      const column = selection && layout.columns[selection.anchor.column]?.column;
      if (!row || !column || !onCommit || !isEditable(column, row)) return false;
      if (column.type === "boolean")
        edits.write([
          { rowId: rowId(row), columnId: column.id, value: edits.shownValue(rowId(row), column.id) !== true },
        ]);
      else setEditing({ rowId: rowId(row), columnId: column.id, text });
      return true;
    },
    [selection, shown, layout, onCommit, edits, rowId],
  );

  const actions = useGridActions<Row>({
    ...{
      selection,
      range,
      select,
      move,
      shown,
      layout,
      extent,
      rowId,
      edits,
      beginEdit,
      state,
      setState,
      group,
      onOpen: props.onOpen,
    },
    editing: editing !== null,
    canWrite: Boolean(onCommit),
    onPaste: setPasting,
    pageRows: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 2),
    openColumnMenu: setMenuColumn,
    showOrigin: () => {
      if (selection) hover.show({ rowAt: selection.anchor.row, columnAt: selection.anchor.column });
    },
    scroller,
  });

  // A block that is longer than the rows that are here waits for those below.
  const isLonger = pasting !== null && (range?.top ?? 0) + pasting.length > shown.length;
  const canLoad = Boolean(onEndReached) && (props.totalCount ?? 0) > rows.length;
  useEffect(() => {
    if (!pasting || (isLonger && props.isLoadingMore)) return;
    if (isLonger && canLoad) return onEndReached?.();
    setPasting(null);
    actions.paste(pasting);
  }, [pasting, isLonger, canLoad, props.isLoadingMore, onEndReached, actions]);

  const finishEdit = (outcome: EditOutcome, after: After, fillSelection: boolean) => {
    const edited = editing;
    setEditing(null);
    scroller.current?.focus({ preventScroll: true });
    if (!edited) return;
    actions.writeOutcome(edited.rowId, edited.columnId, outcome, fillSelection);
    if (after === "right" || after === "left") actions.tab(after === "right" ? 1 : -1);
    else if (after !== "stay") move({ rows: after === "down" ? 1 : -1, columns: 0 }, false);
  };
  const cancelEdit = () => {
    setEditing(null);
    scroller.current?.focus({ preventScroll: true });
  };

  const editorFor = (row: Row): ReactNode => {
    const column = columns.find((one) => one.id === editing?.columnId);
    if (!editing || !column || rowId(row) !== editing.rowId) return null;
    return (
      <CellEditor
        column={column}
        value={edits.shownValue(editing.rowId, column.id)}
        initialText={editing.text}
        cellsSelected={range ? sizeOf(range) : 1}
        onDone={finishEdit}
        onCancel={cancelEdit}
      />
    );
  };

  const { overlay } = edits;
  const valueIn = useCallback(
    (column: GridColumn<Row>, row: Row): CellValue => {
      const pending = overlay.size ? overlay.get(rowId(row))?.get(column.id) : undefined;
      return pending && pending.status !== "failed" ? pending.value : cellValue(column, row);
    },
    [overlay, rowId],
  );
  const told = hover.cell && editing === null ? hover.cell : null;
  const toldRow = told ? shown[told.rowAt] : undefined;
  const toldColumn = told ? layout.columns[told.columnAt]?.column : undefined;
  const hasFooter = Boolean(
    props.totals || props.totalCount !== undefined || columns.some((column) => column.footer),
  );
  const activeId = selection
    ? cellElementId(gridId, selection.anchor.row, selection.anchor.column)
    : undefined;

  return (
    <div className="relative">
      <GridKeys />
      <div
        ref={scroller}
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={props.totalCount === undefined ? lines.length + 1 : -1}
        aria-colcount={layout.columns.length}
        aria-multiselectable
        aria-busy={props.isLoading || undefined}
        {...(activeId ? { "aria-activedescendant": activeId } : {})}
        {...actions.listeners}
        style={{ maxHeight: height === "fill" ? fillHeight : height === "content" ? undefined : height }}
        className={cx(
          "group/grid relative overflow-auto overscroll-contain rounded-card border border-line bg-surface text-m",
          "select-none",
          // The active cell shows the focus; without one, the grid itself does.
          activeId ? "outline-none" : "focus-visible:-outline-offset-1",
        )}
      >
        <div className="min-w-full" style={{ width: `max(100%, ${layout.minWidth}px)` }}>
          <div role="rowgroup" className="sticky top-0 z-30">
            <GridHeader
              layout={layout}
              state={state}
              onStateChange={setState}
              menuColumn={menuColumn}
              onMenuColumn={setMenuColumn}
            />
          </div>
          <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize() }}>
            {visible.map((item) => {
              const line = lines[item.index];
              if (!line) return null;
              if (line.kind === "group") {
                return (
                  <GroupHead
                    key={`group ${line.key}`}
                    {...{ line, layout, group, valueIn, top: item.start, ariaRow: item.index + 2 }}
                    onToggle={() => actions.fold(line.key, !line.isCollapsed)}
                  />
                );
              }
              const isInRange = range !== null && line.rowAt >= range.top && line.rowAt <= range.bottom;
              const isActive = selection?.anchor.row === line.rowAt;
              return (
                <GridRow<Row>
                  key={rowId(line.row)}
                  gridId={gridId}
                  row={line.row}
                  rowAt={line.rowAt}
                  ariaRow={item.index + 2}
                  layout={layout}
                  top={item.start}
                  height={rowHeight}
                  overlay={edits.overlay.get(rowId(line.row))}
                  selectedFrom={isInRange ? range.left : 0}
                  selectedTo={isInRange ? range.right : -1}
                  activeColumn={isActive ? selection.anchor.column : -1}
                  editor={isActive ? editorFor(line.row) : null}
                  isEditingAllowed={Boolean(onCommit)}
                />
              );
            })}
          </div>
          {hasFooter && rows.length > 0 && (
            <div role="rowgroup" className="sticky bottom-0 z-20">
              <SummaryRow
                layout={layout}
                rows={rows}
                valueIn={valueIn}
                totals={props.totals}
                label={
                  props.totalCount === undefined
                    ? formatCount(rows.length, "row")
                    : `${rows.length} of ${formatCount(props.totalCount, "row")} shown`
                }
                note={props.footerNote}
                ariaRow={lines.length + 2}
                className="border-t font-[550]"
                style={{ height: rowHeight }}
              />
            </div>
          )}
        </div>
      </div>
      {rows.length === 0 && (
        <div className="rounded-b-card border-x border-b border-line bg-surface">
          {props.isLoading ? (
            <div className="px-4 py-3">
              <Skeleton lines={8} />
            </div>
          ) : (
            (props.empty ?? <EmptyState title="Nothing here" />)
          )}
        </div>
      )}
      <RefusedBar
        cells={failedCells(overlay)}
        placeOf={({ rowId: id, columnId }) => {
          const row = placeById.get(id);
          const column = layout.columns.findIndex((placed) => placed.column.id === columnId);
          return row === undefined || column < 0 ? null : { row, column };
        }}
        active={selection?.anchor ?? null}
        show={(cell) => {
          select(selectCell(cell));
          scroller.current?.focus({ preventScroll: true });
        }}
        giveUp={edits.giveUpCells}
      />
      {props.originOf && toldRow !== undefined && toldColumn && (
        <CellPanel scroller={scroller} hover={hover} label={`Where ${toldColumn.title} comes from`}>
          {props.originOf(toldRow, toldColumn)}
        </CellPanel>
      )}
      {range && sizeOf(range) > 1 && !editing && (
        <SelectionBar
          values={actions.valuesIn(range)}
          rows={shown.slice(range.top, range.bottom + 1)}
          actions={props.selectionActions}
          clear={() => select(null)}
        />
      )}
    </div>
  );
}

type GroupHeadProps<Row> = {
  line: Extract<Line<Row>, { kind: "group" }>;
  layout: ReturnType<typeof layOut<Row>>;
  group: GridGrouping<Row> | undefined;
  valueIn: (column: GridColumn<Row>, row: Row) => CellValue;
  top: number;
  ariaRow: number;
  onToggle: () => void;
};

function GroupHead<Row>({ line, layout, group, valueIn, top, ariaRow, onToggle }: GroupHeadProps<Row>) {
  const Mark = line.isCollapsed ? ChevronRight : ChevronDown;
  const words = group?.label?.(line.key, line.rows) ?? (
    <>
      <b className="font-semibold text-ink">{line.key}</b> · {formatCount(line.rows.length, "row")}
    </>
  );
  return (
    <SummaryRow
      layout={layout}
      rows={line.rows}
      valueIn={valueIn}
      totals={group?.totals?.[line.key]}
      ariaRow={ariaRow}
      className="absolute inset-x-0 border-b text-s text-ink-2"
      style={{ transform: `translateY(${top}px)`, height: groupRowHeight }}
      label={
        <button
          type="button"
          tabIndex={line.isCollapsed ? 0 : -1}
          aria-expanded={!line.isCollapsed}
          onClick={onToggle}
          className="inline-flex cursor-default items-center gap-1 hover:text-ink"
        >
          <Mark size={12} aria-hidden className="text-ink-3" />
          <span>{words}</span>
        </button>
      }
    />
  );
}

/** Scrolls sideways until the column stands beside the pinned ones. */
function showColumn<Row>(
  scroller: HTMLDivElement | null,
  layout: ReturnType<typeof layOut<Row>>,
  at: number,
): void {
  const placed = layout.columns[at];
  const cell = scroller?.querySelector<HTMLElement>(`[role=row] [data-column="${at}"]`);
  if (!scroller || !cell || !placed || placed.pinnedAt !== null) return;
  const pinnedWidth = layout.columns.reduce((sum, one) => sum + (one.pinnedAt === null ? 0 : one.width), 0);
  const left = cell.offsetLeft - pinnedWidth;
  const right = cell.offsetLeft + cell.offsetWidth - scroller.clientWidth;
  if (left < scroller.scrollLeft) scroller.scrollLeft = left;
  else if (right > scroller.scrollLeft) scroller.scrollLeft = right;
}

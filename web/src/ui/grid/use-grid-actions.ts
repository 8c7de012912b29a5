import { type ClipboardEvent, type KeyboardEvent, type PointerEvent, type RefObject, useRef } from "react";
import { announce } from "../announce.tsx";
import { today } from "../clock.ts";
import type { EditOutcome } from "./cell-editor.tsx";
import { plainText } from "./cell-text.ts";
import { type CellValue, cellValue } from "./column.ts";
import { type Intent, intentOf } from "./intent.ts";
import type { Layout } from "./layout.ts";
import { planTexts, tellPaste, wordsOf } from "./paste.ts";
import {
  type Cell,
  cellsIn,
  type Extent,
  nextInReading,
  planPaste,
  type Range,
  type Selection,
  type Step,
  selectCell,
  sizeOf,
} from "./range.ts";
import type { GridState } from "./state.ts";
import { fromTsv, toTsv } from "./tsv.ts";
import type { GridEdits } from "./use-grid-edits.ts";

type ActionsInput<Row> = {
  selection: Selection | null;
  range: Range | null;
  select: (selection: Selection | null) => void;
  move: (step: Step, extend: boolean) => void;
  shown: readonly Row[];
  layout: Layout<Row>;
  extent: Extent;
  rowId: (row: Row) => string;
  edits: GridEdits;
  beginEdit: (text?: string) => boolean;
  state: GridState;
  setState: (state: GridState) => void;
  group: { by: (row: Row) => string } | undefined;
  onOpen: ((row: Row) => void) | undefined;
  editing: boolean;
  canWrite: boolean;
  pageRows: number;
  onPaste: (copied: string[][]) => void;
  openColumnMenu: (columnId: string) => void;
  /** Tells where the active cell's value comes from. */
  showOrigin: () => void;
  scroller: RefObject<HTMLDivElement | null>;
};

/** The cell an element belongs to. */
function cellOf(target: EventTarget | null): Cell | null {
  const element = target instanceof Element ? target.closest<HTMLElement>("[data-row][data-column]") : null;
  return element ? { row: Number(element.dataset.row), column: Number(element.dataset.column) } : null;
}

/** What keys, mouse and clipboard do in the grid. */
export function useGridActions<Row>(input: ActionsInput<Row>) {
  const { selection, range, select, move, shown, layout, extent, rowId, edits, state, setState, canWrite } =
    input;
  const dragFrom = useRef<Cell | null>(null);

  const at = ({ row, column }: Cell) => {
    const found = shown[row];
    const placed = layout.columns[column];
    return found !== undefined && placed ? { row: found, id: rowId(found), column: placed.column } : null;
  };

  const textAt = (cell: Cell): string => {
    const place = at(cell);
    return place ? plainText(place.column, edits.shownValue(place.id, place.column.id)) : "";
  };

  /** Writes texts into cells; what cannot be taken stays in its cell with the reason. */
  const writeTexts = async (wanted: readonly { cell: Cell; text: string }[]) => {
    const plan = planTexts(wanted, at, today());
    const done = await edits.write(plan.values, plan.refused);
    const report = { ...done, left: plan.left };
    announce(wordsOf(report).join(", "));
    return report;
  };

  const clear = () => {
    if (range && canWrite) void writeTexts(cellsIn(range).map((cell) => ({ cell, text: "" })));
  };

  const fillDown = () => {
    if (!range || !canWrite) return;
    // One cell takes over from the one above it, as spreadsheets do.
    const from = range.top === range.bottom ? range.top - 1 : range.top;
    if (from < 0) return;
    const targets = cellsIn({ ...range, top: from + 1 });
    void writeTexts(targets.map((cell) => ({ cell, text: textAt({ row: from, column: cell.column }) })));
  };

  const fold = (key: string, isCollapsed: boolean) => {
    const others = (state.collapsed ?? []).filter((one) => one !== key);
    setState({ ...state, collapsed: isCollapsed ? [...others, key] : others });
  };

  const tab = (by: 1 | -1): boolean => {
    const next = selection && nextInReading(selection.anchor, by, extent);
    if (next) select(selectCell(next));
    return Boolean(next);
  };

  const open = (): boolean => {
    const place = selection && at(selection.anchor);
    if (!place) return false;
    const element = input.scroller.current?.querySelector<HTMLElement>(
      `[data-row="${selection.anchor.row}"][data-column="${selection.anchor.column}"] a`,
    );
    if (element) element.click();
    else if (input.onOpen) input.onOpen(place.row);
    else return false;
    return true;
  };

  const leave = () => {
    const place = selection && at(selection.anchor);
    const pending = place && edits.overlay.get(place.id)?.get(place.column.id);
    if (place && pending?.status === "failed")
      edits.giveUpCells([{ rowId: place.id, columnId: place.column.id }]);
    else if (selection && range && sizeOf(range) > 1) select(selectCell(selection.anchor));
    else select(null);
  };

  const selectWhole = (what: "all" | "rows" | "columns") => {
    if (!selection || !range) return;
    const last = { row: extent.rows - 1, column: extent.columns - 1 };
    const rows = what === "rows" ? [range.top, range.bottom] : [0, last.row];
    const columns = what === "columns" ? [range.left, range.right] : [0, last.column];
    select({
      anchor: { row: rows[0] ?? 0, column: columns[0] ?? 0 },
      head: { row: rows[1] ?? 0, column: columns[1] ?? 0 },
    });
  };

  /** Does what a key means; false leaves the key to the browser. */
  const perform = (intent: Intent): boolean => {
    if (intent.kind === "move") move(intent.step, intent.extend);
    else if (intent.kind === "tab") return tab(intent.by);
    else if (intent.kind === "edit") {
      if (!input.beginEdit(intent.text) && intent.text === undefined) return open();
      // The letter typed is the editor's first; a composed one must still reach it.
      return intent.text !== "";
    } else if (intent.kind === "open") return open();
    else if (intent.kind === "clear") clear();
    else if (intent.kind === "fill-down") fillDown();
    else if (intent.kind === "origin") input.showOrigin();
    else if (intent.kind === "undo") edits.stepBack();
    else if (intent.kind === "redo") edits.stepForward();
    else if (intent.kind === "select") selectWhole(intent.what);
    else if (intent.kind === "escape") leave();
    else return performOnColumnOrGroup(intent.kind);
    return true;
  };

  const performOnColumnOrGroup = (kind: "column-menu" | "fold" | "unfold"): boolean => {
    const place = selection && at(selection.anchor);
    if (!place) return false;
    if (kind === "column-menu") input.openColumnMenu(place.column.id);
    else if (input.group) fold(input.group.by(place.row), kind === "fold");
    return true;
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (input.editing || event.target !== event.currentTarget) return;
    const intent = intentOf(event, input.pageRows);
    if (!intent) return;
    if (!selection && intent.kind !== "move") return;
    if (perform(intent)) event.preventDefault();
  };

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const cell = cellOf(event.target);
    if (!cell || event.button !== 0 || isControl(event.target)) return;
    const isSame = selection?.anchor.row === cell.row && selection.anchor.column === cell.column;
    // A second click on the active cell edits it.
    if (
      isSame &&
      !event.shiftKey &&
      !input.editing &&
      range &&
      sizeOf(range) === 1 &&
      !isLink(event.target)
    ) {
      event.preventDefault();
      input.scroller.current?.focus({ preventScroll: true });
      input.beginEdit();
      return;
    }
    dragFrom.current = event.shiftKey && selection ? selection.anchor : cell;
    select(event.shiftKey && selection ? { anchor: selection.anchor, head: cell } : selectCell(cell));
  };

  const onPointerOver = (event: PointerEvent<HTMLDivElement>) => {
    if (!dragFrom.current || event.buttons !== 1) return;
    const cell = cellOf(event.target);
    if (cell) select({ anchor: dragFrom.current, head: cell });
  };

  const onCopy = (event: ClipboardEvent<HTMLDivElement>) => {
    if (!range || input.editing || event.target !== event.currentTarget) return;
    const rows: string[][] = [];
    for (let row = range.top; row <= range.bottom; row += 1) {
      rows.push(cellsIn({ ...range, top: row, bottom: row }).map(textAt));
    }
    event.clipboardData.setData("text/plain", toTsv(rows));
    event.preventDefault();
    announce(`${sizeOf(range)} cells copied`);
  };

  const onPaste = (event: ClipboardEvent<HTMLDivElement>) => {
    if (!range || input.editing || !canWrite || event.target !== event.currentTarget) return;
    event.preventDefault();
    input.onPaste(fromTsv(event.clipboardData.getData("text/plain")));
  };

  /** Writes a copied block from the selection's corner on, and says what became of it. */
  const paste = (copied: readonly (readonly string[])[]) => {
    if (!range) return;
    const plan = planPaste(copied, range, extent);
    const last = plan.at(-1)?.cell;
    if (last) select({ anchor: { row: range.top, column: range.left }, head: last });
    void writeTexts(plan).then((report) => {
      if (plan.length > 1) tellPaste(report, copied.length - (extent.rows - range.top), edits.stepBack);
    });
  };

  return {
    tab,
    fold,
    paste,
    /** Takes an editor's outcome into its cell, or into every cell selected that understands it. */
    writeOutcome(editedRow: string, columnId: string, outcome: EditOutcome, fillSelection: boolean) {
      const own = selection?.anchor;
      const text = "text" in outcome ? outcome.text : textOfValue(columnId, outcome.value);
      if (fillSelection && range) void writeTexts(cellsIn(range).map((cell) => ({ cell, text })));
      else if ("value" in outcome) void edits.write([{ rowId: editedRow, columnId, value: outcome.value }]);
      else if (own) void writeTexts([{ cell: own, text }]);
    },
    /** The figures in a rectangle, for the bar under a selection. */
    valuesIn(within: Range): { figures: CellValue[]; cells: number } {
      const figures: CellValue[] = [];
      const rows = shown.slice(within.top, within.bottom + 1);
      for (const { column } of layout.columns.slice(within.left, within.right + 1)) {
        if (column.type !== "money" && column.type !== "number") continue;
        for (const row of rows) {
          const value = cellValue(column, row);
          if (value !== null) figures.push(value);
        }
      }
      return { figures, cells: sizeOf(within) };
    },
    listeners: {
      onKeyDown,
      onPointerDown,
      onPointerOver,
      onPointerUp: () => {
        dragFrom.current = null;
      },
      onCopy,
      onCut: (event: ClipboardEvent<HTMLDivElement>) => {
        onCopy(event);
        if (event.defaultPrevented) clear();
      },
      onPaste,
    },
  };

  function textOfValue(columnId: string, value: CellValue): string {
    const column = layout.columns.find((placed) => placed.column.id === columnId)?.column;
    return column ? plainText(column, value) : "";
  }
}

function isLink(target: EventTarget | null): boolean {
  return target instanceof Element && Boolean(target.closest("a"));
}

/** Buttons and editors inside cells keep their clicks. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && Boolean(target.closest("button,input,textarea,select,[role=dialog]"));
}

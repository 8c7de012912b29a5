/** A cell by its place among the rows and columns shown. */
export type Cell = { row: number; column: number };
/** Where the selection began (the active cell) and how far it reaches. */
export type Selection = { anchor: Cell; head: Cell };
/** A rectangle of cells, both ends inclusive. */
export type Range = { top: number; bottom: number; left: number; right: number };
/** How many rows and columns are shown. */
export type Extent = { rows: number; columns: number };

/** A selection of one cell. */
export function selectCell(cell: Cell): Selection {
  return { anchor: cell, head: cell };
}

/** The rectangle a selection covers. */
export function rangeOf({ anchor, head }: Selection): Range {
  return {
    top: Math.min(anchor.row, head.row),
    bottom: Math.max(anchor.row, head.row),
    left: Math.min(anchor.column, head.column),
    right: Math.max(anchor.column, head.column),
  };
}

/** How many cells a rectangle holds. */
export function sizeOf(range: Range): number {
  return (range.bottom - range.top + 1) * (range.right - range.left + 1);
}

/** The nearest cell that exists; null in a grid without rows. */
export function clamp(cell: Cell, extent: Extent): Cell | null {
  if (extent.rows === 0 || extent.columns === 0) return null;
  return {
    row: Math.max(0, Math.min(extent.rows - 1, cell.row)),
    column: Math.max(0, Math.min(extent.columns - 1, cell.column)),
  };
}

/** Steps in rows and columns; infinite for the edge. */
export type Step = { rows: number; columns: number };

/** Moves the active cell, or with `extend` the far end of the selection. */
export function moveBy(selection: Selection, step: Step, extent: Extent, extend: boolean): Selection {
  const from = extend ? selection.head : selection.anchor;
  const target = clamp({ row: from.row + step.rows, column: from.column + step.columns }, extent);
  if (!target) return selection;
  return extend ? { anchor: selection.anchor, head: target } : selectCell(target);
}

/** The next cell for Tab, over the ends of rows; null past the last or before the first. */
export function nextInReading(cell: Cell, by: 1 | -1, extent: Extent): Cell | null {
  const place = cell.row * extent.columns + cell.column + by;
  if (place < 0 || place >= extent.rows * extent.columns) return null;
  return { row: Math.floor(place / extent.columns), column: place % extent.columns };
}

/** Every cell of a rectangle, row by row. */
export function cellsIn(range: Range): Cell[] {
  const cells: Cell[] = [];
  for (let row = range.top; row <= range.bottom; row += 1) {
    for (let column = range.left; column <= range.right; column += 1) cells.push({ row, column });
  }
  return cells;
}

/**
 * Where pasted cells go. One copied cell fills the whole selection; a block is repeated when the selection is
 * a whole multiple of it, else written once from the selection's corner, cut at the grid's edge.
 */
export function planPaste(
  copied: readonly (readonly string[])[],
  range: Range,
  extent: Extent,
): { cell: Cell; text: string }[] {
  const height = copied.length;
  const width = Math.max(...copied.map((cells) => cells.length));
  const [rows, columns] = [range.bottom - range.top + 1, range.right - range.left + 1];
  const repeats = rows % height === 0 && columns % width === 0;
  const target: Range = {
    ...range,
    bottom: Math.min(extent.rows - 1, repeats ? range.bottom : range.top + height - 1),
    right: Math.min(extent.columns - 1, repeats ? range.right : range.left + width - 1),
  };
  return cellsIn(target).flatMap((cell) => {
    const text = copied[(cell.row - range.top) % height]?.[(cell.column - range.left) % width];
    return text === undefined ? [] : [{ cell, text }];
  });
}

import { type GridColumn, isNumeric } from "./column.ts";
import type { GridState } from "./state.ts";

/** A column in its place. */
export type PlacedColumn<Row> = {
  column: GridColumn<Row>;
  width: number;
  /** Distance from the left edge while pinned. */
  pinnedAt: number | null;
  /** The last of the pinned columns carries the edge. */
  isLastPinned: boolean;
};

export type Layout<Row> = {
  columns: readonly PlacedColumn<Row>[];
  /** As CSS writes it: pinned and resized columns are fixed, the others share what room is left. */
  template: string;
  minWidth: number;
};

const narrowest = 56;

function usualWidth(type: GridColumn<never>["type"]): number {
  if (type === "longText") return 240;
  if (type === "text" || type === "record" || type === "multiSelect") return 170;
  if (type === "date" || type === "instant") return 150;
  if (type === "boolean") return 72;
  return isNumeric(type) ? 110 : 136;
}

/** Width of a column: as resized, as declared, or usual for its type. */
export function widthOf<Row>(column: GridColumn<Row>, state: GridState): number {
  return Math.max(narrowest, state.widths?.[column.id] ?? column.width ?? usualWidth(column.type));
}

/** Ids of the pinned columns: as chosen, else the first column. */
export function pinnedIds<Row>(columns: readonly GridColumn<Row>[], state: GridState): readonly string[] {
  return state.pinned ?? columns.slice(0, 1).map((column) => column.id);
}

/** The columns to show, in order, pinned ones first. */
export function layOut<Row>(columns: readonly GridColumn<Row>[], state: GridState): Layout<Row> {
  const pinned = pinnedIds(columns, state);
  const rank = (column: GridColumn<Row>, at: number) => {
    const place = state.order?.indexOf(column.id) ?? -1;
    return (pinned.includes(column.id) ? 0 : 1e6) + (place === -1 ? 1e3 + at : place);
  };
  const shown = columns
    .map((column, at) => ({ column, rank: rank(column, at) }))
    .filter(({ column }) => !state.hidden?.includes(column.id))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ column }) => column);
  let edge = 0;
  const placed = shown.map((column, at): PlacedColumn<Row> => {
    const width = widthOf(column, state);
    const isPinned = pinned.includes(column.id);
    const pinnedAt = isPinned ? edge : null;
    if (isPinned) edge += width;
    const next = shown[at + 1];
    return { column, width, pinnedAt, isLastPinned: isPinned && !(next && pinned.includes(next.id)) };
  });
  const track = ({ column, width, pinnedAt }: PlacedColumn<Row>) =>
    pinnedAt !== null || state.widths?.[column.id] !== undefined
      ? `${width}px`
      : `minmax(${width}px, ${width}fr)`;
  return {
    columns: placed,
    template: placed.map(track).join(" "),
    minWidth: placed.reduce((sum, { width }) => sum + width, 0),
  };
}

/** The order with one column moved by one place, for the keyboard; or to the place of another, for dragging. */
export function reorder(ids: readonly string[], moved: string, to: number): string[] {
  const rest = ids.filter((id) => id !== moved);
  const place = Math.max(0, Math.min(rest.length, to));
  return [...rest.slice(0, place), moved, ...rest.slice(place)];
}

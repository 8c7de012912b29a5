import { ArrowDown, ArrowUp, EllipsisVertical } from "lucide-react";
import { type PointerEvent, useState } from "react";
import { cx } from "../class-names.ts";
import { isNumeric } from "./column.ts";
import { ColumnMenu } from "./column-menu.tsx";
import { pinnedStyle } from "./grid-row.tsx";
import { type Layout, type PlacedColumn, reorder } from "./layout.ts";
import { type GridState, toggleSort } from "./state.ts";

type HeaderProps<Row> = {
  layout: Layout<Row>;
  state: GridState;
  onStateChange: (state: GridState) => void;
  /** The column whose menu is open, if any. */
  menuColumn: string | null;
  onMenuColumn: (columnId: string | null) => void;
};

function ResizeEdge<Row>({
  placed,
  onResize,
}: {
  placed: PlacedColumn<Row>;
  onResize: (width: number) => void;
}) {
  const begin = (event: PointerEvent<HTMLSpanElement>) => {
    event.preventDefault();
    event.stopPropagation();
    const edge = event.currentTarget;
    const startX = event.clientX;
    const startWidth = edge.parentElement?.getBoundingClientRect().width ?? placed.width;
    edge.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent) =>
      onResize(Math.max(56, Math.round(startWidth + moved.clientX - startX)));
    edge.addEventListener("pointermove", move);
    edge.addEventListener("lostpointercapture", () => edge.removeEventListener("pointermove", move), {
      once: true,
    });
  };
  return (
    <span
      aria-hidden
      onPointerDown={begin}
      className="absolute inset-y-0 -right-1 z-10 w-2 cursor-col-resize after:absolute after:inset-y-1.5 after:left-1 after:w-px hover:after:bg-accent"
    />
  );
}

/** The head of the grid: click sorts, the edge resizes, dragging moves, the dots hold the rest. */
export function GridHeader<Row>({
  layout,
  state,
  onStateChange,
  menuColumn,
  onMenuColumn,
}: HeaderProps<Row>) {
  const [dragged, setDragged] = useState<string | null>(null);
  const ids = layout.columns.map(({ column }) => column.id);
  return (
    <div
      role="row"
      aria-rowindex={1}
      style={{ gridTemplateColumns: layout.template }}
      className="sticky top-0 z-30 grid h-[30px] border-b border-line bg-surface text-s text-ink-2"
    >
      {layout.columns.map((placed, at) => {
        const { column } = placed;
        const sorted = state.sort?.find((one) => one.columnId === column.id);
        const isSortable = column.sortable ?? true;
        const Arrow = sorted?.descending ? ArrowDown : ArrowUp;
        return (
          <div
            key={column.id}
            role="columnheader"
            aria-colindex={at + 1}
            aria-sort={sorted ? (sorted.descending ? "descending" : "ascending") : "none"}
            title={column.hint}
            draggable
            onDragStart={() => setDragged(column.id)}
            onDragOver={(event) => dragged && event.preventDefault()}
            onDrop={() => {
              if (dragged && dragged !== column.id)
                onStateChange({ ...state, order: reorder(ids, dragged, at) });
              setDragged(null);
            }}
            style={pinnedStyle(placed)}
            className={cx(
              "group/head relative flex min-w-0 items-center bg-surface",
              placed.pinnedAt !== null && "sticky z-10",
              placed.isLastPinned && "shadow-[1px_0_0_var(--line)]",
              dragged === column.id && "opacity-50",
            )}
          >
            <button
              type="button"
              tabIndex={-1}
              disabled={!isSortable}
              onClick={(event) =>
                onStateChange({ ...state, sort: toggleSort(state.sort ?? [], column.id, event.shiftKey) })
              }
              className={cx(
                "flex h-full min-w-0 grow cursor-default items-center gap-1 px-2.5 font-medium enabled:hover:text-ink",
                isNumeric(column.type) && "justify-end",
              )}
            >
              <span className="truncate">{column.title}</span>
              {sorted && <Arrow size={12} aria-hidden className="shrink-0" />}
            </button>
            <ColumnMenu
              placed={placed}
              ids={ids}
              state={state}
              onStateChange={onStateChange}
              open={menuColumn === column.id}
              onOpenChange={(open) => onMenuColumn(open ? column.id : null)}
              trigger={
                <button
                  type="button"
                  tabIndex={-1}
                  aria-label={`Column ${column.title}`}
                  className="absolute right-1 hidden size-5 items-center justify-center rounded-small bg-surface text-ink-3 group-hover/head:flex hover:text-ink data-[state=open]:flex"
                >
                  <EllipsisVertical size={13} aria-hidden />
                </button>
              }
            />
            <ResizeEdge
              placed={placed}
              onResize={(width) =>
                onStateChange({ ...state, widths: { ...state.widths, [column.id]: width } })
              }
            />
          </div>
        );
      })}
    </div>
  );
}

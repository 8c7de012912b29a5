import { Popover } from "radix-ui";
import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";

/** The cell of which more is told, as its place in the grid. */
export type HoveredCell = { rowAt: number; columnAt: number };

const opensAfterMs = 600;
const closesAfterMs = 250;

/**
 * Tells when the pointer rests on a cell, and when it has left it and what is told of it. One for the whole grid: cells are
 * too many to listen each.
 */
export function useCellHover(scroller: RefObject<HTMLElement | null>, isOn: boolean) {
  const [cell, setCell] = useState<HoveredCell | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const later = (next: HoveredCell | null, ms: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setCell(next), ms);
  };
  const laterRef = useRef(later);
  laterRef.current = later;
  useEffect(() => {
    const grid = scroller.current;
    if (!grid || !isOn) return;
    const over = (event: PointerEvent) => {
      if (event.pointerType !== "mouse" || event.buttons !== 0) return;
      const found = event.target instanceof Element && event.target.closest<HTMLElement>("[role=gridcell]");
      const place = found ? placeOf(found) : null;
      laterRef.current(place, place ? opensAfterMs : closesAfterMs);
    };
    const leave = () => laterRef.current(null, closesAfterMs);
    const now = () => laterRef.current(null, 0);
    grid.addEventListener("pointerover", over);
    grid.addEventListener("pointerleave", leave);
    grid.addEventListener("pointerdown", now);
    grid.addEventListener("keydown", now);
    grid.addEventListener("scroll", now);
    return () => {
      clearTimeout(timer.current);
      grid.removeEventListener("pointerover", over);
      grid.removeEventListener("pointerleave", leave);
      grid.removeEventListener("pointerdown", now);
      grid.removeEventListener("keydown", now);
      grid.removeEventListener("scroll", now);
    };
  }, [scroller, isOn]);
  return {
    cell,
    show: (next: HoveredCell) => later(next, 0),
    stay: () => clearTimeout(timer.current),
    leave: () => later(null, closesAfterMs),
    close: () => later(null, 0),
  };
}

function placeOf({ dataset }: HTMLElement): HoveredCell | null {
  return dataset.row === undefined ? null : { rowAt: Number(dataset.row), columnAt: Number(dataset.column) };
}

type CellPanelProps = {
  scroller: RefObject<HTMLElement | null>;
  hover: ReturnType<typeof useCellHover>;
  label: string;
  children: ReactNode;
};

/** What is told of a cell, under it. The focus stays where it is. */
export function CellPanel({ scroller, hover, label, children }: CellPanelProps) {
  const { cell } = hover;
  const element = scroller.current?.querySelector<HTMLElement>(
    `[data-row="${cell?.rowAt}"][data-column="${cell?.columnAt}"]`,
  );
  if (!element) return null;
  return (
    <Popover.Root open onOpenChange={(open) => !open && hover.close()}>
      <Popover.Anchor virtualRef={{ current: element }} />
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={2}
          collisionPadding={8}
          aria-label={label}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onPointerEnter={hover.stay}
          onPointerLeave={hover.leave}
          className="z-40 w-72 animate-rise rounded-card border border-line bg-surface p-3 text-s shadow-lift outline-none"
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

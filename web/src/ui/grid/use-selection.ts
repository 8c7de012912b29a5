import { useCallback, useMemo, useRef, useState } from "react";
import {
  clamp,
  type Extent,
  moveBy,
  type Range,
  rangeOf,
  type Selection,
  type Step,
  selectCell,
} from "./range.ts";

/**
 * The selection, kept on its rows: when the order changes below it (a sort, a live update), it moves along with
 * the row it began on.
 */
export function useSelection(
  extent: Extent,
  idAt: (row: number) => string | undefined,
  rowAtOf: (id: string) => number | undefined,
) {
  const [selection, setSelection] = useState<(Selection & { anchorId: string | undefined }) | null>(null);

  const current = useMemo((): Selection | null => {
    if (!selection) return null;
    const at = selection.anchorId === undefined ? undefined : rowAtOf(selection.anchorId);
    const shift = (at ?? selection.anchor.row) - selection.anchor.row;
    const anchor = clamp({ ...selection.anchor, row: selection.anchor.row + shift }, extent);
    const head = clamp({ ...selection.head, row: selection.head.row + shift }, extent);
    return anchor && head ? { anchor, head } : null;
  }, [selection, extent, rowAtOf]);

  const latest = useRef(current);
  latest.current = current;

  const select = useCallback(
    (next: Selection | null) => setSelection(next && { ...next, anchorId: idAt(next.anchor.row) }),
    [idAt],
  );
  const move = useCallback(
    (step: Step, extend: boolean) => {
      const from = latest.current ?? selectCell({ row: 0, column: 0 });
      select(latest.current ? moveBy(from, step, extent, extend) : from);
    },
    [extent, select],
  );
  const range: Range | null = useMemo(() => current && rangeOf(current), [current]);
  return { selection: current, range, select, move };
}

import type { WorkItem } from "@perennial/contract";
import { useCallback, useState } from "react";
import { keyOfWork } from "./work-lines.ts";

/**
 * The row that keys act on. It is kept by what it is, not by its place: when others' work moves the queue, the key that is
 * pressed next still means the same row. When it is done with, the one that takes its place follows.
 */
export function useCurrentRow(items: readonly WorkItem[]) {
  const [at, setAt] = useState<{ key: string; place: number }>({ key: "", place: 0 });
  const found = items.findIndex((item) => keyOfWork(item) === at.key);
  const place = found >= 0 ? found : Math.max(0, Math.min(items.length - 1, at.place));
  const current = items[place];
  const go = (to: number) => {
    const next = Math.max(0, Math.min(items.length - 1, to));
    const item = items[next];
    if (item) setAt({ key: keyOfWork(item), place: next });
    return next;
  };
  const point = useCallback(
    (item: WorkItem) => setAt((before) => ({ key: keyOfWork(item), place: before.place })),
    [],
  );
  // The place is known only here, where the rows are: it is what a row that goes leaves behind.
  if (current && (at.key !== keyOfWork(current) || at.place !== place))
    setAt({ key: keyOfWork(current), place });
  return { current, place, go, point };
}

import type { AggregateName } from "./aggregate.ts";

/** How a grid is arranged. Every part may be absent; the page keeps it in the URL or in a saved view. */
export type GridState = {
  sort?: readonly GridSort[];
  /** Column ids in their order; columns not named follow. */
  order?: readonly string[];
  widths?: Readonly<Record<string, number>>;
  hidden?: readonly string[];
  /** Columns that stay at the left edge; without it, the first. */
  pinned?: readonly string[];
  density?: "compact" | "cosy";
  /** The figure under each column; given, column menus offer others. */
  footers?: Readonly<Record<string, AggregateName>>;
  /** Keys of the groups that are folded. */
  collapsed?: readonly string[];
};
export type GridSort = { columnId: string; descending: boolean };

/** Heights of rows by density, in pixels. */
export const rowHeights = { compact: 28, cosy: 34 } as const;
export const groupRowHeight = 28;

/** `-forecastArr,dueOn`: a sort as the API and the URL write it. */
export function sortToText(sort: readonly GridSort[]): string {
  return sort.map((one) => (one.descending ? `-${one.columnId}` : one.columnId)).join(",");
}

/** Reads a sort back from the URL. */
export function sortFromText(text: string | undefined): GridSort[] {
  return (text ?? "")
    .split(",")
    .filter(Boolean)
    .map((part) =>
      part.startsWith("-")
        ? { columnId: part.slice(1), descending: true }
        : { columnId: part, descending: false },
    );
}

/** What a click on a header makes of the sort: up, down, none. `add` keeps the other columns. */
export function toggleSort(sort: readonly GridSort[], columnId: string, add: boolean): GridSort[] {
  const current = sort.find((one) => one.columnId === columnId);
  const next = !current
    ? [{ columnId, descending: false }]
    : current.descending
      ? []
      : [{ columnId, descending: true }];
  if (!add) return next;
  return current ? sort.flatMap((one) => (one.columnId === columnId ? next : [one])) : [...sort, ...next];
}

import type { ViewDefinition } from "@perennial/contract";
import { type ReactNode, useMemo, useState } from "react";
import { useMay } from "../../api/me.ts";
import type { ViewedObject } from "../../api/viewed-object.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid, type DataGridProps } from "../../ui/grid/data-grid.tsx";
import type { ListedRow } from "../../ui/grid/described-column.tsx";
import { type GridState, sortFromText, sortToText } from "../../ui/grid/state.ts";
import type { Commit } from "../../ui/grid/use-grid-edits.ts";
import { EmptyState } from "../../ui/states.tsx";
import { CellOrigin } from "./cell-origin.tsx";
import { gridGrouping } from "./groups.ts";
import type { useViewedRecords } from "./use-viewed-records.ts";
import type { ViewPatch } from "./view-state.ts";

/** What every layout of a view is given. */
export type LayoutProps<Row extends ListedRow> = {
  viewed: ViewedObject<Row>;
  records: ReturnType<typeof useViewedRecords<Row>>;
  columns: ReadonlyMap<string, GridColumn<Row>>;
  definition: ViewDefinition;
  commit: Commit;
  change: (patch: ViewPatch) => void;
};

type TableProps<Row extends ListedRow> = LayoutProps<Row> & {
  footerNote: ((rows: readonly Row[]) => ReactNode) | undefined;
  selectionActions: DataGridProps<Row>["selectionActions"] | undefined;
  height?: number;
};

/** A view as a table, its arrangement kept in the URL and, when saved, in the view. */
export function ViewTable<Row extends ListedRow>(props: TableProps<Row>) {
  const { viewed, records, columns, definition, commit, change, footerNote, selectionActions } = props;
  const { list, rows, isWhole, count, totals } = records;
  const shown = useMemo(
    () =>
      definition.columns.flatMap((slug) => {
        const column = columns.get(slug);
        const footer = definition.footers[slug];
        if (!column) return [];
        const { footer: _, ...plain } = column;
        return [(footer ? { ...plain, footer } : plain) as GridColumn<Row>];
      }),
    [columns, definition],
  );
  const group = useMemo(
    () => definition.group && gridGrouping(columns, definition.group, viewed.noun),
    [columns, definition.group, viewed.noun],
  );
  const canPin = useMay(`${viewed.area ?? viewed.plural}.write`);
  // Folded groups and density are one's own and of the moment: neither shared nor saved.
  const [own, setOwn] = useState<Pick<GridState, "collapsed" | "density">>({});
  return (
    <DataGrid<Row>
      label={viewed.title}
      columns={shown}
      rows={rows}
      rowId={(row) => row.id}
      onCommit={commit}
      originOf={(row, column) => (
        <CellOrigin object={viewed.object} row={row} slug={column.id} canPin={canPin} />
      )}
      sorting={isWhole ? "client" : "server"}
      state={{ ...stateOf(definition), ...own }}
      onStateChange={(next) => {
        const { collapsed, density } = next;
        setOwn({ ...(collapsed ? { collapsed } : {}), ...(density ? { density } : {}) });
        const patch = patchOf(definition, next);
        if (Object.keys(patch).length > 0) change(patch);
      }}
      isLoading={list.isPending}
      isLoadingMore={list.isFetchingNextPage}
      onEndReached={() => list.hasNextPage && void list.fetchNextPage()}
      empty={<EmptyState title={viewed.empty.title}>{viewed.empty.text}</EmptyState>}
      {...(props.height === undefined ? {} : { height: props.height })}
      {...(isWhole || count === undefined ? {} : { totalCount: count })}
      {...(isWhole || totals === undefined ? {} : { totals })}
      {...(group ? { group } : {})}
      {...(footerNote ? { footerNote: footerNote(rows) } : {})}
      {...(selectionActions ? { selectionActions } : {})}
    />
  );
}

function stateOf({ sort, widths, pinned, footers }: ViewDefinition): GridState {
  return {
    sort: sortFromText(sort ?? undefined),
    widths,
    footers,
    ...(pinned ? { pinned } : {}),
  };
}

/** What the grid changed, as parts of the view. */
export function patchOf(before: ViewDefinition, next: GridState): ViewPatch {
  const order = next.order ?? before.columns;
  const rank = (slug: string) => (order.includes(slug) ? order.indexOf(slug) : order.length);
  const columns = before.columns
    .filter((slug) => !next.hidden?.includes(slug))
    .toSorted((a, b) => rank(a) - rank(b));
  const sort = sortToText(next.sort ?? []);
  const widths = Object.fromEntries(
    Object.entries(next.widths ?? {}).map(([slug, width]) => [slug, Math.round(width)]),
  );
  const now = { columns, widths, pinned: next.pinned && [...next.pinned], footers: { ...next.footers } };
  const isSame = (part: keyof typeof now) =>
    JSON.stringify(now[part] ?? null) === JSON.stringify(before[part]);
  return {
    ...(isSame("columns") ? {} : { columns }),
    ...(isSame("widths") ? {} : { widths }),
    ...(isSame("pinned") ? {} : { pinned: now.pinned }),
    ...(isSame("footers") ? {} : { footers: now.footers }),
    ...(sort === (before.sort ?? "") ? {} : { sort: sort === "" ? undefined : sort }),
  };
}

import { bulkUpdateRenewals, type Renewal, renewals } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { type ReactNode, useEffect, useMemo } from "react";
import { useCellCommit } from "../../api/cells.ts";
import { useMay, useMe } from "../../api/me.ts";
import { usePages } from "../../api/query.ts";
import { DataGrid, type DataGridProps } from "../../ui/grid/data-grid.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { renewalColumns } from "./renewal-columns.ts";
import { useRenewalDefinitions } from "./use-renewal-definitions.ts";

type RenewalsTableProps = {
  filter: RuleJson;
  sort?: string;
  /** Slugs of the columns to show, in order; all when left out. */
  columns?: readonly string[];
  /** Widths in pixels other than usual, by slug: for a table in little room. */
  widths?: Readonly<Record<string, number>>;
  height?: DataGridProps<Renewal>["height"];
  group?: NonNullable<DataGridProps<Renewal>["group"]>;
  footerNote?: (rows: readonly Renewal[]) => ReactNode;
  selectionActions?: DataGridProps<Renewal>["selectionActions"];
};

const refreshes = [renewals.list];

/** Most renewals shown in one table; more than a team works at once. */
const mostRows = 5_000;

/** Renewals edited in place: optimistic, undoable, pasted from a spreadsheet, live for everyone who looks. */
export function RenewalsTable(props: RenewalsTableProps) {
  const {
    filter,
    sort = "dueOn",
    columns: shown,
    widths,
    height,
    group,
    footerNote,
    selectionActions,
  } = props;
  const definitions = useRenewalDefinitions();
  const me = useMe();
  const canEdit = useMay("renewals.write");
  const list = usePages(
    renewals.list,
    { query: { filter: JSON.stringify(filter), sort, limit: 500 } },
    { live: ["renewal", "account"] },
  );
  const { rows, hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && rows.length < mostRows) fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, rows.length]);
  const currency = me.data?.company.currency ?? "USD";
  const columns = useMemo(() => {
    const all = renewalColumns(definitions, currency, canEdit);
    const sized = all.map((column) => ({ ...column, width: widths?.[column.id] ?? column.width ?? 120 }));
    if (!shown) return sized;
    return shown.flatMap((slug) => sized.find((column) => column.id === slug) ?? []);
  }, [definitions, currency, canEdit, shown, widths]);
  const commit = useCellCommit({ update: renewals.update, bulkUpdate: bulkUpdateRenewals, refreshes });
  if (list.error) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  return (
    <DataGrid
      label="Renewals"
      columns={columns}
      rows={rows}
      rowId={(renewal) => renewal.id}
      onCommit={commit}
      isLoading={list.isPending}
      isLoadingMore={isFetchingNextPage}
      empty={
        <EmptyState title="No renewals here">
          Nothing falls due in this window with these filters. Widen the window, or import contracts.
        </EmptyState>
      }
      {...(height === undefined ? {} : { height })}
      {...(group ? { group } : {})}
      {...(footerNote ? { footerNote: footerNote(rows) } : {})}
      {...(selectionActions ? { selectionActions } : {})}
    />
  );
}

import { bulkUpdateRenewals, type Renewal, renewals } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { type ReactNode, useCallback, useEffect, useMemo } from "react";
import { call } from "../../api/client.ts";
import { useMay, useMe } from "../../api/me.ts";
import { usePages } from "../../api/query.ts";
import { DataGrid, type DataGridProps } from "../../ui/grid/data-grid.tsx";
import type { CellEdit, CellResult } from "../../ui/grid/edit.ts";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { renewalColumns } from "./renewal-columns.ts";
import { useRenewalDefinitions } from "./use-renewal-definitions.ts";

type RenewalsTableProps = {
  filter: RuleJson;
  sort?: string;
  /** Slugs of the columns to show, in order; all when left out. */
  columns?: readonly string[];
  height?: DataGridProps<Renewal>["height"];
  group?: NonNullable<DataGridProps<Renewal>["group"]>;
  footerNote?: (rows: readonly Renewal[]) => ReactNode;
  selectionActions?: DataGridProps<Renewal>["selectionActions"];
};

/** Most renewals shown in one table; more than a team works at once. */
const mostRows = 5_000;

/** Renewals edited in place: optimistic, undoable, pasted from a spreadsheet, live for everyone who looks. */
export function RenewalsTable(props: RenewalsTableProps) {
  const { filter, sort = "dueOn", columns: shown, height, group, footerNote, selectionActions } = props;
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
    if (!shown) return all;
    return shown.flatMap((slug) => all.find((column) => column.id === slug) ?? []);
  }, [definitions, currency, canEdit, shown]);
  const commit = useCallback(async (edits: CellEdit[]) => commitEdits(edits), []);
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

/** Sends what was typed, a row at a time, and tells which cells were refused and why. */
async function commitEdits(edits: readonly CellEdit[]): Promise<CellResult[]> {
  const refused: CellResult[] = [];
  const byRow = [...Map.groupBy(edits, (edit) => edit.rowId)];
  for (let from = 0; from < byRow.length; from += 500) {
    const items = byRow.slice(from, from + 500).map(([id, ofRow]) => ({
      id,
      fields: Object.fromEntries(ofRow.map((edit) => [edit.columnId, edit.value])),
    }));
    const answer = await call(bulkUpdateRenewals, { body: { items } });
    for (const result of answer.results) {
      if (result.status !== "rejected") continue;
      const problems = result.problems ?? [];
      const ofRow = edits.filter((edit) => edit.rowId === result.id);
      for (const edit of ofRow) {
        const own = problems.find((problem) => problem.path === edit.columnId) ?? problems[0];
        refused.push({
          rowId: edit.rowId,
          columnId: edit.columnId,
          error: own?.message ?? "It was refused.",
        });
      }
    }
  }
  return refused;
}

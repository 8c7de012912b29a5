import { listQualityChecks, listQualityRows, type QualityCheck, type QualityRow } from "@perennial/contract";
import { useCallback, useMemo, useState } from "react";
import { useCellCommit } from "../../api/cells.ts";
import { useMay, useMe } from "../../api/me.ts";
import { useColumnContext, useRecordColumns } from "../../api/record-columns.ts";
import { Button } from "../../ui/button.tsx";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import type { CellEdit } from "../../ui/grid/edit.ts";
import { EmptyState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { fixPlace } from "./fix-place.ts";
import { TaskDialog } from "./task-dialog.tsx";
import { updateOf } from "./update-of.ts";

type KeyedRow = QualityRow & { id: string };
type CheckRowsProps = {
  check: QualityCheck;
  /** The kind of record that these rows are of. */
  object: string;
  rows: readonly QualityRow[];
  title: string;
};

const refreshes = [listQualityRows, listQualityChecks];
const none: readonly string[] = [];

/** What a check finds of one kind of record: put right in the row where one value does it, or given to somebody. */
export function CheckRows({ check, object, rows: found, title }: CheckRowsProps) {
  const [assigned, setAssigned] = useState<readonly QualityRow[]>();
  const mayAssign = useMay("tasks.write");
  const { update, area } = updateOf(object);
  const columns = useCheckColumns(object, check.fields[object] ?? none, useMay(`${area}.write`));
  const rows = useMemo(
    () => found.map((row, at): KeyedRow => ({ ...row, id: `${row.recordId ?? row.what} ${at}` })),
    [found],
  );
  const byId = useMemo(() => new Map(rows.map((row) => [row.id, row])), [rows]);
  const write = useCellCommit({
    update: useCallback((id: string) => ({ update, id: byId.get(id)?.recordId ?? "" }), [update, byId]),
    refreshes,
  });
  const commit = async (edits: CellEdit[]) => {
    const results = await write(edits);
    const isWhole = results.every(({ error }) => error === undefined);
    // A row that was put right is gone from here: its undo stands in the message.
    const back = edits.map((edit) => ({ ...edit, value: edit.previous, previous: edit.value }));
    if (isWhole) toast({ title: "Put right", undo: () => void write(back) });
    return results;
  };
  return (
    <>
      <DataGrid
        label={title}
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        onCommit={commit}
        height="content"
        totalCount={rows.length}
        {...(mayAssign
          ? {
              selectionActions: (chosen: readonly KeyedRow[]) => (
                <Button onClick={() => setAssigned(chosen)}>Assign as tasks</Button>
              ),
            }
          : {})}
        empty={<EmptyState title="Nothing to put right">This check holds for every record.</EmptyState>}
      />
      {assigned && <TaskDialog check={check} rows={assigned} onClose={() => setAssigned(undefined)} />}
    </>
  );
}

function useCheckColumns(object: string, slugs: readonly string[], mayEdit: boolean) {
  const currency = useMe().data?.company.currency ?? "USD";
  const { columns: described } = useRecordColumns<KeyedRow>(object, useColumnContext(mayEdit));
  return useMemo((): GridColumn<KeyedRow>[] => {
    const fixed = slugs.flatMap((slug) => described.get(slug) ?? []);
    return [
      {
        id: "accountName",
        type: "text",
        title: "Account",
        width: 220,
        missing: "Belongs to no account",
        href: (row) => (row.accountId ? `/accounts/${row.accountId}` : undefined),
      },
      { id: "arr", type: "money", title: "ARR", width: 110, currency, missing: "No ARR" },
      { id: "what", type: "text", title: "What is wrong", width: fixed.length > 0 ? 300 : 460 },
      ...fixed,
      {
        id: "fix",
        type: "text",
        title: "Put right at",
        width: 160,
        value: (row) => fixPlace(row)?.label ?? null,
        href: (row) => fixPlace(row)?.href,
      },
    ];
  }, [described, slugs, currency]);
}

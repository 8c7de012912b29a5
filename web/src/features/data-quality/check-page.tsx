import { listQualityRows, type QualityRow } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useMay, useMe } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { fixPlace } from "./fix-place.ts";
import { TaskDialog } from "./task-dialog.tsx";

type KeyedRow = QualityRow & { key: string };

/** What one check finds, row by row: the way to where it is put right, or a task for somebody. */
export function CheckPage({ params }: { params: { slug: string } }) {
  const found = useCall(
    listQualityRows,
    { params, query: {} },
    { live: ["account", "renewal", "subscription", "contract", "contact"] },
  );
  const currency = useMe().data?.company.currency ?? "USD";
  const mayAssign = useMay("tasks.write");
  const [assigned, setAssigned] = useState<QualityRow[]>();
  const columns = useMemo(() => columnsIn(currency), [currency]);
  const rows = useMemo(
    () => (found.data?.items ?? []).map((row, at) => ({ ...row, key: `${row.recordId ?? row.what} ${at}` })),
    [found.data],
  );
  const check = found.data?.check;
  return (
    <>
      <PageHeader
        title={check?.title ?? "Data quality"}
        crumbs={[{ label: "Data quality", href: "/data-quality" }]}
        actions={
          check?.group === "identity" && (
            <Link to="/duplicates" className="rounded-small underline">
              Merge duplicates
            </Link>
          )
        }
      />
      {check && <p className="mb-3 max-w-3xl text-ink-2">{check.consequence}</p>}
      {found.error && <ErrorState error={found.error} onRetry={() => found.refetch()} />}
      {!found.error && (
        <DataGrid
          label={check?.title ?? "Rows"}
          columns={columns}
          rows={rows}
          rowId={(row) => row.key}
          isLoading={found.isPending}
          height="content"
          totalCount={check?.count ?? 0}
          {...(mayAssign
            ? {
                selectionActions: (chosen: readonly KeyedRow[]) => (
                  <Button onClick={() => setAssigned([...chosen])}>Assign as tasks</Button>
                ),
              }
            : {})}
          empty={<EmptyState title="Nothing to put right">This check holds for every record.</EmptyState>}
        />
      )}
      {assigned && check && (
        <TaskDialog check={check} rows={assigned} onClose={() => setAssigned(undefined)} />
      )}
    </>
  );
}

const columnsIn = (currency: string): GridColumn<KeyedRow>[] => [
  {
    id: "accountName",
    type: "text",
    title: "Account",
    width: 220,
    missing: "Belongs to no account",
    href: (row) => (row.accountId ? `/accounts/${row.accountId}` : undefined),
  },
  { id: "arr", type: "money", title: "ARR", width: 110, currency, missing: "No ARR" },
  { id: "what", type: "text", title: "What is wrong", width: 460 },
  {
    id: "fix",
    type: "text",
    title: "Put right at",
    width: 180,
    value: (row) => fixPlace(row)?.label ?? null,
    href: (row) => fixPlace(row)?.href,
  },
];

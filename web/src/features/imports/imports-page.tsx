import { type Import, listImports } from "@perennial/contract";
import { useNavigate } from "@tanstack/react-router";
import { useMay } from "../../api/me.ts";
import { usePages } from "../../api/query.ts";
import { Badge } from "../../ui/chip.tsx";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { EmptyState, ErrorState, NoPermissionState } from "../../ui/states.tsx";
import { RelativeTime } from "../../ui/values.tsx";
import { objectLabel, statusWords } from "./import-words.ts";
import { UploadCard } from "./upload-card.tsx";

/** Files that became records, and the way to bring another one. */
export function ImportsPage() {
  const mayRead = useMay("imports.read");
  const mayWrite = useMay("imports.write");
  const navigate = useNavigate();
  const imports = usePages(listImports, {}, { enabled: mayRead });
  return (
    <>
      <PageHeader title="Imports" crumbs={[{ label: "Data", href: "/data" }]} />
      {!mayRead && <NoPermissionState what="imports" />}
      {mayWrite && <UploadCard />}
      {imports.error && <ErrorState error={imports.error} onRetry={() => void imports.refetch()} />}
      {mayRead && !imports.error && (
        <section aria-label="Imports so far" className="mt-4">
          <DataGrid
            label="Imports"
            columns={columns}
            rows={imports.rows}
            rowId={(one) => one.id}
            isLoading={imports.isPending}
            height="content"
            onOpen={(one) => void navigate({ to: `/data/imports/${one.id}` })}
            {...(imports.hasNextPage ? { onEndReached: () => void imports.fetchNextPage() } : {})}
            empty={
              <EmptyState title="No imports yet">
                Begin with accounts, then what belongs to them: subscriptions, contacts, tickets, events.
              </EmptyState>
            }
          />
        </section>
      )}
    </>
  );
}

const columns: GridColumn<Import>[] = [
  { id: "fileName", type: "text", title: "File", width: 240, href: (one) => `/data/imports/${one.id}` },
  { id: "object", type: "text", title: "Rows are", width: 130, value: (one) => objectLabel(one.object) },
  {
    id: "status",
    type: "readonly",
    title: "State",
    width: 110,
    value: (one) => statusWords[one.status].label,
    render: (one) => <Badge tone={statusWords[one.status].tone}>{statusWords[one.status].label}</Badge>,
  },
  { id: "created", type: "number", title: "New", width: 90, value: (one) => one.counts.created },
  { id: "updated", type: "number", title: "Changed", width: 90, value: (one) => one.counts.updated },
  { id: "unchanged", type: "number", title: "Unchanged", width: 100, value: (one) => one.counts.unchanged },
  { id: "rejected", type: "number", title: "Rejected", width: 90, value: (one) => one.counts.rejected },
  { id: "source", type: "text", title: "Ids from", width: 110 },
  { id: "createdByName", type: "text", title: "By", width: 140 },
  {
    id: "createdAt",
    type: "readonly",
    title: "When",
    width: 120,
    render: (one) => <RelativeTime at={one.createdAt} />,
  },
];

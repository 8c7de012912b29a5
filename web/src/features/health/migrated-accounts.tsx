import { type HealthScore, listMigratedAccounts, type MigratedAccount } from "@perennial/contract";
import { X } from "lucide-react";
import { useCall } from "../../api/query.ts";
import { IconButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { formatCount } from "../../ui/format.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { DownloadMenu } from "../../ui/grid/download-menu.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import type { MigrationLabel } from "./migration-labels.ts";

type Asked = { from: string; to?: string; fromLabel: string; toLabel: string };

/** The accounts of one cell of the migration, with their score and ARR on either day. */
export function MigratedAccounts({
  score,
  asked,
  labels,
  currency,
  onClose,
}: {
  score: HealthScore;
  asked: Asked;
  labels: readonly MigrationLabel[];
  currency: string;
  onClose: () => void;
}) {
  const { data, error, refetch } = useCall(
    listMigratedAccounts,
    { params: { slug: score.slug }, query: { ...asked, limit: 5000 } },
    { live: ["account"], keepPrevious: true },
  );
  const label = (value: string) => labels.find((each) => each.value === value)?.label ?? value;
  const columns: GridColumn<MigratedAccount>[] = [
    { id: "name", type: "text", title: "Account", width: 240, href: (row) => `/accounts/${row.id}` },
    {
      id: "scoreThen",
      type: "number",
      title: "Score then",
      digits: 0,
      width: 110,
      missing: "No score was kept",
    },
    {
      id: "scoreNow",
      type: "number",
      title: "Score after",
      digits: 0,
      width: 110,
      missing: "No score was kept",
    },
    { id: "arrThen", type: "money", title: "ARR then", currency, width: 120, missing: "Not there" },
    { id: "arrNow", type: "money", title: "ARR after", currency, width: 120, missing: "Not there" },
  ];
  const rows = data?.items ?? [];
  const title = `${label(asked.fromLabel)} → ${label(asked.toLabel)}`;
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  return (
    <Card
      title={data ? `${title}: ${formatCount(rows.length, "account")}` : title}
      actions={
        <>
          <DownloadMenu name={`Health migration ${title}`} columns={columns} rows={rows} />
          <IconButton icon={X} label="Close these accounts" onClick={onClose} />
        </>
      }
    >
      <DataGrid<MigratedAccount>
        label={`Accounts ${title}`}
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        isLoading={!data}
        height={320}
        empty={<EmptyState title="No account" />}
      />
    </Card>
  );
}

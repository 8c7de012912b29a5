import { accounts, type Organization } from "@perennial/contract";
import { useMemo } from "react";
import { useCellCommit } from "../../api/cells.ts";
import { useMay } from "../../api/me.ts";
import { usePages } from "../../api/query.ts";
import { useColumnContext } from "../../api/record-columns.ts";
import { Card } from "../../ui/card.tsx";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { accountColumns } from "./account-columns.tsx";
import type { ListedAccount } from "./accounts-viewed.tsx";

const shown = (primary: string) => [
  "name",
  "arr",
  "lifecycle",
  "nextRenewalOn",
  `score:${primary}`,
  "plan",
  "keyRole:csm",
];
const refreshes = [accounts.list];

/** The accounts of an organization with their ARR and its sum. */
export function OrganizationAccountsCard({ organization }: { organization: Organization }) {
  const canEdit = useMay("accounts.write");
  const context = useColumnContext(canEdit);
  const filter = JSON.stringify({ subject: "organizationId", op: "is-any-of", value: [organization.id] });
  const list = usePages(
    accounts.list,
    { query: { filter, sort: "-arr", limit: 500 } },
    { live: ["account"] },
  );
  const commit = useCellCommit({ update: accounts.update, refreshes });
  const columns = useMemo(() => {
    const all = accountColumns(context);
    return shown(context.primaryScore ?? "overall").flatMap((slug): GridColumn<ListedAccount>[] => {
      const column = all.find((one) => one.id === slug);
      if (!column) return [];
      return [slug === "arr" ? { ...column, footer: "sum" } : column];
    });
  }, [context]);
  return (
    <Card title="Accounts">
      {list.error ? (
        <ErrorState error={list.error} onRetry={() => list.refetch()} />
      ) : (
        <DataGrid<ListedAccount>
          label="Accounts"
          columns={columns}
          rows={list.rows}
          rowId={(account) => account.id}
          onCommit={commit}
          isLoading={list.isPending}
          height={420}
          empty={
            <EmptyState title="No account yet">Set the organization on an account, or import it.</EmptyState>
          }
        />
      )}
    </Card>
  );
}

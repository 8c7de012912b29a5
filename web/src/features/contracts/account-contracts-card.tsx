import { type Account, type Contract, contracts } from "@perennial/contract";
import { usePages } from "../../api/query.ts";
import { Card } from "../../ui/card.tsx";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { EmptyState } from "../../ui/states.tsx";

const columns: GridColumn<Contract>[] = [
  {
    id: "name",
    type: "text",
    title: "Contract",
    width: 150,
    value: (contract) => contract.name ?? (contract.isImplied ? "Implied contract" : "Contract"),
    href: (contract) => `/contracts/${contract.id}`,
  },
  {
    id: "termStartsOn",
    type: "date",
    title: "Term from",
    width: 115,
    value: (contract) => contract.termStartsOn ?? contract.startsOn,
  },
  {
    id: "expiresOn",
    type: "date",
    title: "Expires",
    relative: true,
    width: 180,
    missing: "Runs until somebody ends it",
  },
  { id: "autoRenews", type: "boolean", title: "Renews by itself", width: 110 },
];

/** The account's contracts, the newest first, each with the way to its page. */
export function AccountContractsCard({ account }: { account: Account }) {
  const filter = JSON.stringify({ subject: "accountId", op: "is-any-of", value: [account.id] });
  const list = usePages(
    contracts.list,
    { query: { filter, sort: "-startsOn", limit: 200 } },
    { live: ["contract", "renewal"] },
  );
  return (
    <Card title="Contracts">
      <DataGrid<Contract>
        label="Contracts"
        columns={columns}
        rows={list.rows}
        rowId={(contract) => contract.id}
        isLoading={list.isPending}
        height={160}
        empty={
          <EmptyState title="No contract yet">
            Import contracts, or give the account ARR and a renewal date.
          </EmptyState>
        }
      />
    </Card>
  );
}

import { type Account, type Contract, contracts } from "@perennial/contract";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { usePages } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { today } from "../../ui/clock.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { AddContractDialog } from "./add-contract-dialog.tsx";
import { contractName } from "./contract-arr.ts";

const columns: GridColumn<Contract>[] = [
  {
    id: "name",
    type: "text",
    title: "Contract",
    width: 150,
    value: contractName,
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
  {
    id: "state",
    type: "text",
    title: "State",
    width: 80,
    value: ({ mergedIntoId, expiresOn }) =>
      mergedIntoId ? "merged" : expiresOn && expiresOn < today().toString() ? "ended" : "runs",
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
  const [isAdding, setAdding] = useState(false);
  const canAdd = useMay("contracts.write");
  return (
    <Card title="Contracts" actions={canAdd && <Button onClick={() => setAdding(true)}>Add contract</Button>}>
      <DataGrid<Contract>
        label="Contracts"
        columns={columns}
        rows={list.rows}
        rowId={(contract) => contract.id}
        isLoading={list.isPending}
        height={160}
        empty={
          <EmptyState title="No contract yet">
            Add the one that was signed, or give the account ARR and a renewal date.
          </EmptyState>
        }
      />
      {isAdding && <AddContractDialog account={account} onClose={() => setAdding(false)} />}
    </Card>
  );
}

import type { WhatIfRow } from "@perennial/contract";
import { type Decisive, decimalOfMinor } from "@perennial/contract/forecasting";
import { useMemo } from "react";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";

type Row = {
  id: string;
  accountId: string;
  accountName: string;
  dueOn: string;
  likelihood: number;
  moves: string;
  up: string;
  down: string;
};

/** The renewals on which the total depends most; any of them can be supposed otherwise. */
export function DecisiveTable({
  decisive,
  rows,
  currency,
  onSuppose,
}: {
  decisive: readonly Decisive[];
  rows: ReadonlyMap<string, WhatIfRow>;
  currency: string;
  onSuppose: (id: string) => void;
}) {
  const shown = useMemo(
    () =>
      decisive.flatMap((one): Row[] => {
        const row = rows.get(one.id);
        if (!row) return [];
        return [
          {
            id: one.id,
            accountId: row.accountId,
            accountName: row.accountName,
            dueOn: row.dueOn,
            likelihood: one.likelihood,
            moves: decimalOfMinor(one.movesMinor),
            up: decimalOfMinor(one.upMinor),
            down: decimalOfMinor(-one.downMinor),
          },
        ];
      }),
    [decisive, rows],
  );
  const columns = useMemo(
    (): GridColumn<Row>[] => [
      {
        id: "accountName",
        type: "text",
        title: "Account",
        width: 126,
        href: (row) => `/accounts/${row.accountId}`,
      },
      {
        id: "suppose",
        type: "readonly",
        title: "Suppose",
        width: 100,
        sortable: false,
        value: () => null,
        render: (row) => (
          <Button
            variant="quiet"
            className="h-6"
            aria-label={`Suppose otherwise of ${row.accountName}`}
            onClick={() => onSuppose(row.id)}
          >
            Otherwise
          </Button>
        ),
      },
      {
        id: "moves",
        type: "money",
        title: "Moves total by",
        currency,
        short: true,
        width: 100,
        hint: "ARR if renewed × √(p·(1 − p)): most where much money is undecided",
      },
      { id: "likelihood", type: "percent", title: "Likelihood", digits: 0, width: 80 },
      { id: "up", type: "money", title: "If renewed", currency, short: true, signed: true, width: 84 },
      { id: "down", type: "money", title: "If lost", currency, short: true, signed: true, width: 88 },
      { id: "dueOn", type: "date", title: "Due", width: 104 },
    ],
    [currency, onSuppose],
  );
  return (
    <Card title="Which renewals decide it?" subtitle="The most decisive first">
      <DataGrid
        label="Most decisive renewals"
        columns={columns}
        rows={shown}
        rowId={(row) => row.id}
        height={420}
      />
    </Card>
  );
}

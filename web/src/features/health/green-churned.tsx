import type { HealthBackTest } from "@perennial/contract";
import { formatMoneyShort, formatNumber } from "../../ui/format.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";

type Look = HealthBackTest["looks"][number];
type Green = Look["greenChurned"][number];

const columns: GridColumn<Green>[] = [
  { id: "name", type: "text", title: "Account", width: 200, href: (row) => `/accounts/${row.accountId}` },
  { id: "on", type: "date", title: "Due or left", width: 120 },
  {
    id: "arr",
    type: "readonly",
    title: "ARR",
    width: 100,
    render: ({ arr, currency }) => formatMoneyShort(arr, currency),
  },
  { id: "value", type: "number", title: "Score then", digits: 1, width: 100 },
  {
    id: "wouldHaveCaught",
    type: "readonly",
    title: "What would have caught it",
    width: 520,
    render: ({ wouldHaveCaught }) =>
      wouldHaveCaught.length === 0
        ? "nothing that the model looks at"
        : wouldHaveCaught.map(({ place, points }) => `${place}: ${formatNumber(points, 0)}`).join(" · "),
  },
];

/** Green accounts that churned: where the model was blind, and which of its measures saw it all the same. */
export function GreenChurned({ look }: { look: Look }) {
  if (look.churned === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <h2 className="text-m font-semibold">
        Green accounts that churned: {formatNumber(look.greenChurned.length)} of {formatNumber(look.churned)}
      </h2>
      <p className="max-w-3xl text-s text-ink-2">
        They had the best label {look.daysBefore} days before. Beside each stand the measures that were poor
        then, and were outweighed.
      </p>
      <DataGrid<Green>
        label="Green accounts that churned"
        columns={columns}
        rows={look.greenChurned}
        rowId={(row) => row.renewalId ?? `${row.accountId} ${row.on}`}
        height="content"
        empty={<p className="p-3 text-m text-ink-2">None of those that churned was green.</p>}
      />
    </section>
  );
}

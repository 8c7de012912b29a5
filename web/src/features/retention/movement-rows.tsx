import { getArrMovements } from "@perennial/contract";
import { useMe } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { formatDate } from "../../ui/format.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { DownloadMenu } from "../../ui/grid/download-menu.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { KindChips } from "./kind-chips.tsx";
import { kindOf, type MovementKey, type MovementRow } from "./movement-words.ts";

const kinds = ["new", "expansion", "contraction", "churn", "reactivation"].map((value) => ({
  value,
  label: value.charAt(0).toUpperCase() + value.slice(1),
}));

type Props = {
  /** What is opened: the whole bridge or one of its intervals. */
  span: { from: string; to: string };
  /** As the bridge asks: rows are worth what its sums are made of, in the same currency rates. */
  bridge: { from: string; to: string; interval: "month" | "quarter" | "year" };
  rates: "constant" | "date";
  kind: MovementKey | undefined;
  onKind: (kind: MovementKey | undefined) => void;
  onClose: () => void;
};

/** The movements behind a step or an interval of the bridge, account by account. */
export function MovementRows({ span, bridge, rates, kind, onKind, onClose }: Props) {
  const currency = useMe().data?.company.currency ?? "USD";
  const { data, error, refetch } = useCall(
    getArrMovements,
    { query: { ...bridge, rates, rows: "true" } },
    { live: ["subscription", "contract", "account"], keepPrevious: true },
  );
  const rows = (data?.rows ?? [])
    .filter(({ on }) => on > span.from && on <= span.to)
    .filter((row) => kind === undefined || row.kind === kindOf(kind));
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Movements of ARR"
      description={`After ${formatDate(span.from)}, up to and on ${formatDate(span.to)}`}
      width="l"
    >
      <div className="flex items-start justify-between gap-2">
        <KindChips kind={kind} onKind={onKind} />
        <DownloadMenu name="Movements of ARR" columns={columnsOf(currency)} rows={rows} />
      </div>
      {error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <DataGrid<MovementRow>
          label="Movements of ARR"
          height={420}
          columns={columnsOf(currency)}
          rows={rows}
          rowId={(row) => `${row.accountId} ${row.on}`}
          isLoading={!data}
          empty={<EmptyState title="No movement of this kind in this span" />}
        />
      )}
    </Dialog>
  );
}

function columnsOf(currency: string): GridColumn<MovementRow>[] {
  return [
    { id: "name", type: "text", title: "Account", width: 240, href: (row) => `/accounts/${row.accountId}` },
    { id: "on", type: "date", title: "On", width: 120 },
    { id: "kind", type: "select", title: "Movement", options: kinds, width: 130 },
    { id: "arr", type: "money", title: "ARR", currency, signed: true, footer: "sum", width: 130 },
    { id: "formerEndOn", type: "date", title: "Had ARR until", width: 130, missing: "Not a reactivation" },
  ];
}

import { type Risk, riskStatuses, risks } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { drillHref } from "../../../api/drill-href.ts";
import { usePages } from "../../../api/query.ts";
import { useRootCauses } from "../../../api/root-causes.ts";
import { Card } from "../../../ui/card.tsx";
import { timeZone } from "../../../ui/clock.ts";
import type { GridColumn } from "../../../ui/grid/column.ts";
import { DataGrid } from "../../../ui/grid/data-grid.tsx";
import { EmptyState, ErrorState } from "../../../ui/states.tsx";

/** Every risk that ended since a day: how, after how long, and what it was worth. */
export function SavesLedger({ from, currency }: { from: string; currency: string }) {
  const causes = useRootCauses();
  const rule = { subject: "leftAt", op: "on-or-after", value: from };
  const list = usePages(
    risks.list,
    { query: { filter: JSON.stringify(rule), sort: "-leftAt", limit: 100 } },
    { live: ["risk"] },
  );
  const money = { type: "money", currency, footer: "sum", width: 110 } as const;
  const columns: GridColumn<Risk>[] = [
    { id: "summary", type: "text", title: "Risk", width: 220, href: (risk) => `/risks/${risk.id}` },
    {
      id: "accountName",
      type: "text",
      title: "Account",
      width: 150,
      href: (risk) => `/accounts/${risk.accountId}`,
    },
    { id: "status", type: "select", title: "Ended as", options: [...riskStatuses], width: 110 },
    { ...money, id: "arrSaved", title: "ARR saved", missing: "Nothing was saved" },
    { ...money, id: "arrLost", title: "ARR lost", missing: "Nothing was lost" },
    { id: "rootCause", type: "select", title: "Root cause", options: causes, width: 170 },
    { id: "days", type: "number", title: "Days", digits: 0, width: 70, value: daysUnderWay },
    {
      id: "leftOn",
      type: "date",
      title: "Ended",
      width: 120,
      value: ({ leftAt }) => (leftAt ? dayOf(leftAt) : null),
    },
    { id: "outcomeNote", type: "text", title: "How it ended", width: 260 },
  ];
  return (
    <Card
      title="Saves ledger"
      subtitle="Risks that ended within twelve months"
      actions={
        <Link to={drillHref("risk", { all: [rule] }) ?? ""} className="text-s text-accent hover:underline">
          Open as a list
        </Link>
      }
    >
      {list.error ? (
        <ErrorState error={list.error} onRetry={() => list.refetch()} />
      ) : (
        <DataGrid<Risk>
          label="Saves ledger"
          columns={columns}
          rows={list.rows}
          rowId={(risk) => risk.id}
          isLoading={list.isPending}
          height="content"
          onEndReached={() => list.hasNextPage && void list.fetchNextPage()}
          empty={<EmptyState title="No risk ended yet">Say how a risk ended on its page.</EmptyState>}
        />
      )}
    </Card>
  );
}

function daysUnderWay({ raisedAt, leftAt }: Risk): number | null {
  if (!raisedAt || !leftAt) return null;
  const span = Temporal.Instant.from(leftAt).since(Temporal.Instant.from(raisedAt));
  return Math.round(span.total("hours") / 24);
}

const dayOf = (instant: string) =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone()).toPlainDate().toString();

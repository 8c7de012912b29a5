import type { RiskReport } from "@perennial/contract";
import { useTeammateOptions } from "../../../api/teammate-options.ts";
import { Card } from "../../../ui/card.tsx";
import { Chip } from "../../../ui/chip.tsx";
import type { GridColumn } from "../../../ui/grid/column.ts";
import { DataGrid } from "../../../ui/grid/data-grid.tsx";
import { EmptyState } from "../../../ui/states.tsx";

type Ask = RiskReport["openAsks"][number];

/** Asks of some departments that are due in a month, `2027-03`, or on no day. */
export type AskChoice = { month: string | null; departments: readonly string[]; label: string };

type OpenAsksProps = { asks: readonly Ask[]; chosen: AskChoice | undefined; onClear: () => void };

/** What other departments are asked for, the next due first. */
export function OpenAsks({ asks, chosen, onClear }: OpenAsksProps) {
  const people = useTeammateOptions();
  const shown = chosen
    ? asks.filter(
        ({ department, dueOn }) =>
          chosen.departments.includes(department) && (dueOn?.slice(0, 7) ?? null) === chosen.month,
      )
    : asks;
  const columns: GridColumn<Ask>[] = [
    { id: "department", type: "text", title: "Department", width: 120 },
    { id: "request", type: "text", title: "Request", width: 260, href: ({ riskId }) => `/risks/${riskId}` },
    {
      id: "accountName",
      type: "text",
      title: "Account",
      width: 150,
      href: ({ accountId }) => `/accounts/${accountId}`,
    },
    { id: "riskSummary", type: "text", title: "Risk", width: 200 },
    { id: "ownerId", type: "teammate", title: "Owner", options: people, width: 150 },
    { id: "dueOn", type: "date", title: "Due", relative: true, width: 160, missing: "No date" },
    { id: "isOverdue", type: "boolean", title: "Overdue", width: 80 },
    { id: "effortHours", type: "number", title: "Hours", digits: 1, footer: "sum", width: 80 },
  ];
  return (
    <div id="open-asks">
      <Card
        title="Open asks"
        subtitle="What other departments are asked for"
        actions={
          chosen && (
            <Chip pressed onClick={onClear} aria-label={`Show all asks, not only ${chosen.label}`}>
              {chosen.label} ✕
            </Chip>
          )
        }
      >
        <DataGrid<Ask>
          label="Open asks"
          columns={columns}
          rows={shown}
          rowId={({ id }) => id}
          height="content"
          empty={<EmptyState title="Nothing is asked of anybody">Ask on a risk’s page.</EmptyState>}
        />
      </Card>
    </div>
  );
}

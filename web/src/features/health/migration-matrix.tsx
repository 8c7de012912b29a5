import type { HealthMigration, HealthScore } from "@perennial/contract";
import { ArrowDownRight, ArrowUpRight } from "lucide-react";
import { Card } from "../../ui/card.tsx";
import { cx } from "../../ui/class-names.ts";
import { formatCount, formatDate, formatMoneyShort, formatNumber } from "../../ui/format.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { sumDecimals } from "../../ui/grid/decimal.ts";
import { DownloadMenu } from "../../ui/grid/download-menu.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { directionOf, type MigrationLabel, migrationLabels } from "./migration-labels.ts";
import type { MigrationState } from "./migration-panel.tsx";

type Cell = HealthMigration["cells"][number];

/** Where accounts stood against where they stand; each number opens its accounts. */
export function MigrationMatrix({
  score,
  data,
  by,
  open,
  onOpen,
}: {
  score: HealthScore;
  data: HealthMigration;
  by: MigrationState["by"];
  open: string | undefined;
  onOpen: (cell: string) => void;
}) {
  const labels = migrationLabels(data);
  const cellOf = new Map(data.cells.map((cell) => [`${cell.from}>${cell.to}`, cell]));
  const worse = sumOf(data, labels, "worse", by);
  const better = sumOf(data, labels, "better", by);
  const shown = (cell: Cell) => shownOf(cell, by, data.currency);
  const columns = downloadColumns(labels, data.currency);
  const day = (instant: string) => formatDate(instant.slice(0, 10));
  return (
    <Card
      title={`${worse} went down, ${better} went up`}
      subtitle={
        <>
          {score.name}, {day(data.from)} to {day(data.to)}; ARR of the later day, of accounts that left that
          of the earlier. Rows: where they stood. Columns: where they stand. Each number opens its accounts.
          {data.keptSince && data.keptSince > data.from && (
            <> Labels are kept since {day(data.keptSince)}: before, accounts stand under “No score”.</>
          )}
        </>
      }
      actions={<DownloadMenu name={`Health migration ${score.name}`} columns={columns} rows={data.cells} />}
      className="mb-3.5"
    >
      {data.cells.length === 0 ? (
        <EmptyState title="No account was there on either day">Choose other days.</EmptyState>
      ) : (
        <div className="overflow-x-auto">
          <table className="border-separate border-spacing-1 text-m tabular-nums">
            <thead>
              <tr>
                <th scope="col" className="pr-3 text-left text-s font-medium text-ink-2">
                  From ↓ to →
                </th>
                {labels.map((to) => (
                  <th
                    key={to.value}
                    scope="col"
                    className="min-w-24 px-2 text-right text-s font-medium text-ink-2"
                  >
                    {to.value === "absent" ? "Left" : to.label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {labels.map((from) => (
                <tr key={from.value}>
                  <th scope="row" className="pr-3 text-left font-medium whitespace-nowrap">
                    {from.value === "absent" ? "New" : from.label}
                  </th>
                  {labels.map((to) => {
                    const key = `${from.value}>${to.value}`;
                    const cell = cellOf.get(key);
                    if (!cell) {
                      return (
                        <td
                          key={to.value}
                          className="rounded-small bg-sunken px-2 py-1.5 text-right text-ink-3"
                        >
                          –
                        </td>
                      );
                    }
                    return (
                      <td key={to.value} className="p-0">
                        <CellButton
                          direction={directionOf(labels, cell)}
                          isOpen={open === key}
                          label={`, ${from.label} to ${to.label}`}
                          onOpen={() => onOpen(key)}
                          main={shown(cell)}
                          note={
                            by === "accounts"
                              ? shownOf(cell, "arr", data.currency)
                              : formatNumber(cell.accounts)
                          }
                        />
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

function CellButton({
  direction,
  isOpen,
  label,
  onOpen,
  main,
  note,
}: {
  direction: "better" | "worse" | "same";
  isOpen: boolean;
  label: string;
  onOpen: () => void;
  main: string;
  note: string;
}) {
  const Icon = direction === "better" ? ArrowUpRight : ArrowDownRight;
  return (
    <button
      type="button"
      aria-pressed={isOpen}
      onClick={onOpen}
      className={cx(
        "flex w-full flex-col items-end rounded-small px-2 py-1 hover:outline hover:outline-2 hover:outline-accent",
        direction === "better" && "bg-good-soft text-good",
        direction === "worse" && "bg-bad-soft text-bad",
        direction === "same" && "bg-sunken text-ink",
        isOpen && "outline outline-2 outline-accent",
      )}
    >
      <span className="flex items-center gap-1 font-semibold">
        {direction !== "same" && <Icon size={13} aria-hidden />}
        {main}
      </span>
      <span className="text-s">
        {note}
        <span className="sr-only"> {label}</span>
      </span>
    </button>
  );
}

/** ARR of the later day; of those that are no more, that of the earlier. */
function arrOf(cell: Cell): string {
  return cell.to === "absent" ? cell.arrThen : cell.arrNow;
}

function shownOf(cell: Cell, by: MigrationState["by"], currency: string): string {
  return by === "accounts" ? formatNumber(cell.accounts) : formatMoneyShort(arrOf(cell), currency);
}

function sumOf(
  data: HealthMigration,
  labels: readonly MigrationLabel[],
  direction: "better" | "worse",
  by: MigrationState["by"],
): string {
  const cells = data.cells.filter((cell) => directionOf(labels, cell) === direction);
  if (by === "accounts") {
    return formatCount(
      cells.reduce((sum, cell) => sum + cell.accounts, 0),
      "account",
    );
  }
  return formatMoneyShort(sumDecimals(cells.map(arrOf)), data.currency);
}

function downloadColumns(labels: readonly MigrationLabel[], currency: string): GridColumn<Cell>[] {
  const name = (value: string, side: "from" | "to") =>
    value === "absent"
      ? side === "from"
        ? "New"
        : "Left"
      : (labels.find((each) => each.value === value)?.label ?? value);
  return [
    { id: "from", type: "text", title: "From", value: (cell) => name(cell.from, "from") },
    { id: "to", type: "text", title: "To", value: (cell) => name(cell.to, "to") },
    { id: "accounts", type: "number", title: "Accounts", digits: 0 },
    { id: "arrThen", type: "money", title: "ARR on the first day", currency },
    { id: "arrNow", type: "money", title: "ARR on the second day", currency },
  ];
}

import { useMemo, useState } from "react";
import { cx } from "../../ui/class-names.ts";
import { aggregate } from "../../ui/grid/aggregate.ts";
import { CellDisplay } from "../../ui/grid/cell-display.tsx";
import { cellValue, type GridColumn, isEditable } from "../../ui/grid/column.ts";
import type { ListedRow } from "../../ui/grid/described-column.tsx";
import { Select } from "../../ui/select.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { compareGroups, groupKey, groupWords } from "./groups.ts";
import { RecordCard } from "./record-card.tsx";
import type { LayoutProps } from "./view-table.tsx";

/** What is done in the place of a move that asks for more than the field itself; true where it is. */
export type MoveInstead<Row> = (row: Row, field: string, value: string) => boolean;

const byValue = { by: null };
const mostOnCard = 4;
/** A longer column is read as a table. */
const mostCards = 100;

/** A view as a board: a column for each value of a field. A card is dragged, or moved by the list on it. */
export function ViewBoard<Row extends ListedRow>({
  viewed,
  records,
  columns,
  definition,
  commit,
  canEdit,
  moveInstead,
}: LayoutProps<Row> & { canEdit: boolean; moveInstead?: MoveInstead<Row> | undefined }) {
  const field = columns.get(definition.layoutField ?? "");
  const shown = definition.columns.flatMap((slug) => columns.get(slug) ?? []);
  const onCard = shown
    .slice(1)
    .filter((column) => column.id !== field?.id)
    .slice(0, mostOnCard);
  const summed = shown.find((column) => definition.footers[column.id] === "sum");
  const [dragged, setDragged] = useState<Row>();
  const [over, setOver] = useState<string>();
  const [moved, setMoved] = useState<Moved<Row>>(new Map());
  const lanes = useMemo(() => lanesOf(field, records.rows, moved), [field, records.rows, moved]);
  if (records.list.isPending) return <Skeleton lines={8} />;
  if (!field || (field.type !== "select" && field.type !== "teammate")) {
    return (
      <EmptyState title="Choose the columns of the board">Any choice or teammate can be one.</EmptyState>
    );
  }
  if (records.rows.length === 0) {
    return <EmptyState title={viewed.empty.title}>{viewed.empty.text}</EmptyState>;
  }
  const write = async (row: Row, value: string, previous: string) => {
    const edit = { rowId: row.id, columnId: field.id, value: value || null, previous: previous || null };
    const refused = await Promise.resolve(commit([edit])).catch((error: Error) => [{ error: error.message }]);
    const error = refused?.[0]?.error;
    if (error) toast({ title: error, tone: "bad" });
    return error === undefined;
  };
  const move = async (row: Row, key: string) => {
    const previous = groupKey(field, byValue, row);
    if (previous === key || moveInstead?.(row, field.id, key)) return;
    setMoved((before) => new Map(before).set(row.id, { row, key }));
    if (await write(row, key, previous)) {
      const title = `${viewed.titleOf(row)} is now ${groupWords(field, byValue, key)}`;
      toast({ title, undo: () => void write(row, previous, key) });
    } else setMoved((before) => new Map(before).set(row.id, { row, key: previous }));
  };
  const choices = [
    ...field.options.map(({ value, label }) => ({ value, label })),
    { value: "", label: "None" },
  ];
  return (
    <section aria-label={`${viewed.title} by ${field.title}`} className="flex gap-3 overflow-x-auto pb-2">
      {lanes.map(({ key, rows }) => (
        <section
          key={key}
          aria-label={groupWords(field, byValue, key)}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(key);
          }}
          onDragLeave={() => setOver(undefined)}
          onDrop={() => {
            setOver(undefined);
            // The card is drawn anew in its lane and never hears that it was let go.
            setDragged(undefined);
            if (dragged) void move(dragged, key);
          }}
          className={cx(
            "flex w-64 shrink-0 flex-col gap-2 rounded-card border border-line bg-sunken p-2",
            over === key && "border-accent",
          )}
        >
          <h2 className="flex justify-between gap-2 px-1 text-m font-semibold">
            <span className="truncate">
              {groupWords(field, byValue, key)} <span className="font-normal text-ink-3">{rows.length}</span>
            </span>
            {summed && <Sum column={summed} rows={rows} />}
          </h2>
          <ul className="flex max-h-[calc(100dvh-330px)] flex-col gap-2 overflow-y-auto">
            {rows.slice(0, mostCards).map((row) => {
              const mayMove = canEdit && isEditable(field, row);
              return (
                <li
                  key={row.id}
                  draggable={mayMove}
                  onDragStart={() => setDragged(row)}
                  onDragEnd={() => setDragged(undefined)}
                  className={cx(
                    "rounded-control border border-line bg-surface px-2.5 py-2 text-m",
                    mayMove && "cursor-grab",
                    dragged?.id === row.id && "opacity-50",
                  )}
                >
                  <RecordCard
                    row={row}
                    title={viewed.titleOf(row)}
                    href={viewed.hrefOf(row)}
                    columns={onCard}
                  />
                  {mayMove && (
                    <Select
                      aria-label={`${field.title} of ${viewed.titleOf(row)}`}
                      className="mt-1.5 w-full"
                      options={choices}
                      value={key}
                      onValueChange={(to) => void move(row, to)}
                    />
                  )}
                </li>
              );
            })}
          </ul>
          {rows.length > mostCards && (
            <p className="px-1 text-s text-ink-3">and {rows.length - mostCards} more, as a table</p>
          )}
        </section>
      ))}
    </section>
  );
}

/** Where a card was put before the server has answered. A row that has come anew says by itself where it belongs. */
type Moved<Row> = ReadonlyMap<string, { row: Row; key: string }>;

/** Every option is a lane, also an empty one, so that a card can go there; what has no value stands last. */
function lanesOf<Row extends ListedRow>(
  field: GridColumn<Row> | undefined,
  rows: readonly Row[],
  moved: Moved<Row>,
): { key: string; rows: readonly Row[] }[] {
  if (!field) return [];
  const groups = Map.groupBy(rows, (row) => {
    const place = moved.get(row.id);
    return place?.row === row ? place.key : groupKey(field, byValue, row);
  });
  const options = field.type === "select" ? field.options.map((option) => option.value) : [];
  const keys = [...new Set([...options, ...groups.keys()])].toSorted(compareGroups(field));
  return keys.map((key) => ({ key, rows: groups.get(key) ?? [] }));
}

function Sum<Row extends ListedRow>({ column, rows }: { column: GridColumn<Row>; rows: readonly Row[] }) {
  const [row] = rows;
  const value = aggregate(
    "sum",
    rows.map((each) => cellValue(column, each)),
  );
  if (!row || value === null || column.type !== "money") return null;
  return (
    <span className="shrink-0 text-s font-normal text-ink-2 tabular-nums">
      <CellDisplay column={{ ...column, short: true }} row={row} value={value} />
    </span>
  );
}

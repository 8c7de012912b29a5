import { Link } from "@tanstack/react-router";
import { CellDisplay } from "../../ui/grid/cell-display.tsx";
import { cellValue, type GridColumn } from "../../ui/grid/column.ts";
import type { ListedRow } from "../../ui/grid/described-column.tsx";

type CardProps<Row extends ListedRow> = {
  row: Row;
  title: string;
  href: string;
  columns: readonly GridColumn<Row>[];
};

/** A record on a board: its name, and what of the view's columns is filled. */
export function RecordCard<Row extends ListedRow>({ row, title, href, columns }: CardProps<Row>) {
  const filled = columns.filter((column) => column.render || cellValue(column, row) !== null);
  return (
    <>
      <Link to={href} draggable={false} className="block truncate rounded-small font-[550] hover:underline">
        {title}
      </Link>
      <dl className="mt-1 flex flex-col gap-0.5 text-s">
        {filled.map((column) => (
          <div key={column.id} className="flex justify-between gap-2">
            <dt className="shrink-0 text-ink-3">{column.title}</dt>
            <dd className="min-w-0 truncate tabular-nums">
              <CellDisplay column={column} row={row} value={cellValue(column, row)} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

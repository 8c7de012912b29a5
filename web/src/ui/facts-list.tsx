import { CircleAlert } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { cx } from "./class-names.ts";
import { today } from "./clock.ts";
import { CellDisplay } from "./grid/cell-display.tsx";
import { type After, CellEditor, type EditOutcome } from "./grid/cell-editor.tsx";
import { parseText } from "./grid/cell-text.ts";
import { type GridColumn, hasList, isEditable } from "./grid/column.ts";
import { type Commit, type GridEdits, useGridEdits } from "./grid/use-grid-edits.ts";
import { type Origin, ProvenanceButton } from "./provenance-button.tsx";

type FactsListProps<Row> = {
  label: string;
  row: Row;
  rowId: (row: Row) => string;
  /** The facts, in their order; each is drawn and edited as a cell of this column would be. */
  facts: readonly GridColumn<Row>[];
  onCommit?: Commit | undefined;
  /** Where each value comes from, by field; told beside it. Whoever may edit may also pin. */
  provenance?:
    | undefined
    | {
        byField: ReadonlyMap<string, Origin>;
        setPinned: (field: string, isPinned: boolean) => void;
      };
};

/** One record's values under one another, each edited in its place: click or Enter, Esc to leave, Tab to the next. */
export function FactsList<Row>({ label, row, rowId, facts, onCommit, provenance }: FactsListProps<Row>) {
  const edits = useGridEdits({ rows: [row], rowId, columns: facts, onCommit });
  const [editing, setEditing] = useState<string | null>(null);
  const list = useRef<HTMLDListElement>(null);
  const focus = (slug: string | undefined) => {
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-fact="${slug}"]`)?.focus());
  };
  const finish = (column: GridColumn<Row>, outcome: EditOutcome, after: After) => {
    setEditing(null);
    writeOutcome(edits, rowId(row), column, outcome);
    const open = facts.filter((one) => isEditable(one, row));
    const step = after === "right" ? 1 : after === "left" ? -1 : 0;
    focus(open[open.indexOf(column) + step]?.id ?? column.id);
  };
  const besideOf = ({ id, title }: GridColumn<Row>) => {
    const origin = provenance?.byField.get(id);
    const onPin = onCommit && ((isPinned: boolean) => provenance?.setPinned(id, isPinned));
    return origin && <ProvenanceButton field={title} origin={origin} onPin={onPin} />;
  };
  return (
    <dl ref={list} aria-label={label}>
      {facts.map((column) => (
        <Fact
          key={column.id}
          column={column}
          row={row}
          edits={edits}
          id={rowId(row)}
          beside={besideOf(column)}
          canEdit={Boolean(onCommit) && isEditable(column, row)}
          onEdit={() => setEditing(column.id)}
          editor={
            editing === column.id && (
              <CellEditor
                column={column}
                value={edits.shownValue(rowId(row), column.id)}
                initialText={undefined}
                cellsSelected={1}
                onDone={(outcome, after) => finish(column, outcome, after)}
                onCancel={() => {
                  setEditing(null);
                  focus(column.id);
                }}
              />
            )
          }
        />
      ))}
    </dl>
  );
}

type FactProps<Row> = {
  column: GridColumn<Row>;
  row: Row;
  id: string;
  edits: GridEdits;
  canEdit: boolean;
  onEdit: () => void;
  editor: ReactNode;
  beside: ReactNode;
};

function Fact<Row>({ column, row, id, edits, canEdit, onEdit, editor, beside }: FactProps<Row>) {
  const pending = edits.overlay.get(id)?.get(column.id);
  const error = pending?.status === "failed" ? pending.error : undefined;
  const shown = <CellDisplay column={column} row={row} value={edits.shownValue(id, column.id)} />;
  const isText = Boolean(editor) && !hasList(column.type);
  return (
    <div className="group grid grid-cols-[minmax(92px,35%)_minmax(0,1fr)_auto] items-stretch border-b border-line last:border-0">
      <dt className="py-1.5 pr-2 [overflow-wrap:anywhere] text-ink-2" title={column.hint}>
        {column.title}
      </dt>
      <dd className="relative min-w-0">
        {editor}
        {canEdit && column.type === "boolean" ? (
          <button
            type="button"
            onClick={() =>
              edits.write([
                { rowId: id, columnId: column.id, value: edits.shownValue(id, column.id) !== true },
              ])
            }
            className={valueLook}
          >
            <span className="sr-only">{column.title}: </span>
            {shown}
          </button>
        ) : canEdit ? (
          <button
            type="button"
            data-fact={column.id}
            onClick={onEdit}
            className={cx(valueLook, error && "bg-bad-soft text-bad", isText && "invisible")}
          >
            <span className="sr-only">Edit {column.title}: </span>
            {shown}
          </button>
        ) : (
          <div className="truncate px-2 py-1.5 tabular-nums">{shown}</div>
        )}
        {error && (
          <p role="alert" className="flex items-start gap-1 px-2 pb-1 text-s text-bad">
            <CircleAlert size={13} aria-hidden className="mt-0.5 shrink-0" />
            {error}
          </p>
        )}
      </dd>
      <dd className="flex items-center">{beside}</dd>
    </div>
  );
}

const valueLook =
  "block h-full min-h-8 w-full truncate rounded-small px-2 py-1.5 text-left tabular-nums hover:bg-sunken";

function writeOutcome<Row>(
  edits: GridEdits,
  id: string,
  column: GridColumn<Row>,
  outcome: EditOutcome,
): void {
  const cell = { rowId: id, columnId: column.id };
  const read =
    "value" in outcome ? outcome : parseText(column, outcome.text, Temporal.PlainDate.from(today()));
  if ("error" in read) {
    const text = "text" in outcome ? outcome.text : null;
    void edits.write([], [{ ...cell, value: text, error: read.error }]);
  } else void edits.write([{ ...cell, value: read.value }]);
}

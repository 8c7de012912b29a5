import { CalendarDays } from "lucide-react";
import { Popover } from "radix-ui";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { cx } from "../class-names.ts";
import { KeyHint } from "../key-hint.tsx";
import { useMentions } from "../mention/use-mentions.tsx";
import { type Option, OptionList } from "../option-list.tsx";
import { plainText } from "./cell-text.ts";
import { type CellValue, type GridColumn, hasList, isNumeric } from "./column.ts";
import { choicesIn, joinChoices } from "./multi-value.ts";

/** Where the active cell goes after an edit. */
export type After = "down" | "up" | "right" | "left" | "stay";
export type EditOutcome = { text: string } | { value: CellValue };

type EditorProps<Row> = {
  column: GridColumn<Row>;
  value: CellValue;
  /** What was typed to begin with; replaces the value. */
  initialText: string | undefined;
  /** More than one cell is selected: Ctrl+Enter writes into all of them. */
  cellsSelected: number;
  onDone: (outcome: EditOutcome, after: After, fillSelection: boolean) => void;
  onCancel: () => void;
};

function afterOf(event: KeyboardEvent): After {
  if (event.key === "Tab") return event.shiftKey ? "left" : "right";
  return event.shiftKey ? "up" : "down";
}

function FillHint({ cells }: { cells: number }) {
  return (
    <span className="inline-flex items-center gap-1">
      <KeyHint keys="mod+enter" /> writes into {cells} cells
    </span>
  );
}

/** The panel of an editor that is a list, over its cell. */
function ListPanel({
  label,
  onClose,
  children,
}: {
  label: string;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <Popover.Root open onOpenChange={(open) => !open && onClose()}>
      <Popover.Anchor className="absolute inset-0 outline-2 -outline-offset-2 outline-accent" />
      <Popover.Portal>
        <Popover.Content
          align="start"
          aria-label={label}
          onCloseAutoFocus={(event) => event.preventDefault()}
          className="z-50 w-[max(280px,var(--radix-popover-trigger-width))] overflow-hidden rounded-card border border-line bg-surface shadow-lift outline-none"
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

const none: Option = { value: "", label: "None" };

/** One of a list: the column's own options, or the records that a search finds. */
function OptionEditor<Row>({
  column,
  value,
  initialText,
  cellsSelected,
  onDone,
  onCancel,
}: EditorProps<Row>) {
  const after = useRef<After>("stay");
  const search = useSearch(column, initialText ?? "");
  const known = column.type === "select" || column.type === "teammate" ? column.options : search.options;
  const options = known.filter(({ isOffered }) => isOffered !== false);
  const offered = column.required ? options : [...options, none];
  return (
    <ListPanel label={column.title} onClose={onCancel}>
      <OptionList
        label={column.title}
        options={offered}
        selected={value === null ? [] : [String(value)]}
        initialText={initialText ?? ""}
        {...(column.type === "record" ? { onSearch: search.onSearch } : {})}
        onKeyDown={(event) => {
          after.current = event.key === "Tab" ? afterOf(event) : "stay";
          if (event.key === "Tab") event.preventDefault();
        }}
        onPick={(picked, { fillSelection }) => {
          // The list reports Tab before the key itself reaches us: wait for it.
          queueMicrotask(() => onDone({ value: picked || null }, after.current, fillSelection));
        }}
        onCancel={onCancel}
        {...(cellsSelected > 1 ? { footer: <FillHint cells={cellsSelected} /> } : {})}
      />
    </ListPanel>
  );
}

/** What a record cell's search finds, a moment after the last letter. */
function useSearch<Row>(column: GridColumn<Row>, initialText: string) {
  const [options, setOptions] = useState<readonly Option[]>([]);
  const [text, setText] = useState(initialText);
  const search = column.type === "record" ? column.search : undefined;
  useEffect(() => {
    if (!search) return;
    let isOver = false;
    const timer = setTimeout(
      () =>
        void search(text).then(
          (found) => !isOver && setOptions(found),
          () => !isOver && setOptions([]),
        ),
      text === initialText ? 0 : 150,
    );
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [search, text, initialText]);
  return { options, onSearch: setText };
}

/** Several of the options: ticked one by one, written when the list is left. */
function ChoicesEditor<Row>({
  column,
  value,
  initialText,
  cellsSelected,
  onDone,
  onCancel,
}: EditorProps<Row>) {
  const options = column.type === "multiSelect" ? column.options : [];
  const [chosen, setChosen] = useState<readonly string[]>(choicesIn(value));
  const latest = useRef(chosen);
  const done = (after: After, fillSelection = false) =>
    onDone({ value: joinChoices(latest.current) }, after, fillSelection);
  const toggle = (one: string) => {
    const ticked = latest.current;
    latest.current = ticked.includes(one) ? ticked.filter((each) => each !== one) : [...ticked, one];
    setChosen(latest.current);
  };
  return (
    <ListPanel label={column.title} onClose={() => done("stay")}>
      <div
        onKeyDownCapture={(event) => {
          const fills = event.key === "Enter" && (event.ctrlKey || event.metaKey);
          if (event.key !== "Tab" && !fills) return;
          event.preventDefault();
          event.stopPropagation();
          done(fills ? "stay" : afterOf(event), fills);
        }}
      >
        <OptionList
          label={column.title}
          options={options.filter(({ isOffered, value: one }) => isOffered !== false || chosen.includes(one))}
          selected={chosen}
          initialText={initialText ?? ""}
          onPick={toggle}
          onCancel={onCancel}
          footer={
            cellsSelected > 1 ? <FillHint cells={cellsSelected} /> : "Enter ticks, Tab saves, Esc leaves"
          }
        />
      </div>
    </ListPanel>
  );
}

function TextEditor<Row>({ column, value, initialText, cellsSelected, onDone, onCancel }: EditorProps<Row>) {
  const [text, setText] = useState(initialText ?? plainText(column, value));
  const isOver = useRef(false);
  const picker = useRef<HTMLInputElement>(null);
  const isLong = column.type === "longText";

  const finish = (after: After, fillSelection = false) => {
    if (isOver.current) return;
    isOver.current = true;
    onDone({ text }, after, fillSelection);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    event.stopPropagation();
    if (event.key === "Escape") {
      isOver.current = true;
      onCancel();
    } else if (event.key === "Tab" || (event.key === "Enter" && !(isLong && event.shiftKey))) {
      event.preventDefault();
      const fills = event.key === "Enter" && (event.ctrlKey || event.metaKey);
      finish(fills ? "stay" : afterOf(event), fills);
    }
  };
  const { control, list } = useMentions(text, setText, { onKeyDown });
  const shared = {
    autoFocus: true,
    value: text,
    "aria-label": column.title,
    onChange: (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
      setText(event.currentTarget.value),
    ...(column.mentions ? control : { onKeyDown }),
    onBlur: () => finish("stay"),
    onFocus: (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => {
      if (initialText === undefined) event.currentTarget.select();
      else event.currentTarget.setSelectionRange(text.length, text.length);
    },
  };
  let field: ReactNode;
  if (isLong) {
    field = (
      <textarea
        {...shared}
        className="absolute top-0 left-0 z-20 field-sizing-content max-h-60 min-h-20 w-full min-w-80 rounded-b-control bg-surface px-2.5 py-1.5 whitespace-pre-wrap shadow-lift outline-2 -outline-offset-2 outline-accent"
      />
    );
  } else {
    field = (
      <input
        {...shared}
        className={cx(
          "absolute inset-0 w-full bg-surface px-2.5 outline-2 -outline-offset-2 outline-accent",
          isNumeric(column.type) && "text-right",
          column.type === "date" && "pr-7",
        )}
      />
    );
  }
  return (
    <>
      {field}
      {column.mentions && list}
      {column.type === "date" && (
        <>
          <input
            ref={picker}
            type="date"
            tabIndex={-1}
            aria-hidden
            value={/^\d{4}-\d{2}-\d{2}$/.test(text) ? text : ""}
            onChange={(event) => event.target.value && onDone({ text: event.target.value }, "stay", false)}
            className="pointer-events-none absolute right-0 bottom-0 size-0 opacity-0"
          />
          <button
            type="button"
            tabIndex={-1}
            aria-label="Calendar"
            onMouseDown={(event) => {
              event.preventDefault();
              picker.current?.showPicker();
            }}
            className="absolute top-1/2 right-1.5 -translate-y-1/2 text-ink-3 hover:text-ink"
          >
            <CalendarDays size={14} aria-hidden />
          </button>
        </>
      )}
      {cellsSelected > 1 && (
        <div className="absolute top-full left-0 z-20 mt-0.5 rounded-control bg-surface px-2 py-1 text-s text-ink-3 shadow-lift">
          <FillHint cells={cellsSelected} />
        </div>
      )}
    </>
  );
}

/** Edits one cell in its place. */
export function CellEditor<Row>(props: EditorProps<Row>) {
  if (props.column.type === "multiSelect") return <ChoicesEditor {...props} />;
  return hasList(props.column.type) ? <OptionEditor {...props} /> : <TextEditor {...props} />;
}

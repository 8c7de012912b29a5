import { Check } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from "react";
import { cx } from "./class-names.ts";
import { type Tone, toneSoft } from "./tone.ts";

export type Option = {
  value: string;
  label: string;
  /** Quiet words after the label. */
  hint?: string;
  tone?: Tone | undefined;
  icon?: ReactNode;
  /** False: a value that is shown by its label where it stands, and that nobody can choose. */
  isOffered?: boolean;
};

type OptionListProps = {
  label: string;
  options: readonly Option[];
  /** What is chosen now: one, or several. */
  selected: readonly string[];
  onPick: (value: string, event: { fillSelection: boolean }) => void;
  onCancel?: () => void;
  /** Given when the options come from a search: the list then does not filter by itself. */
  onSearch?: (text: string) => void;
  initialText?: string;
  emptyText?: string;
  /** Shown under the list. */
  footer?: ReactNode;
  onKeyDown?: (event: KeyboardEvent) => void;
};

/** Words that start with what was typed come first, then words that hold it. */
function matching(options: readonly Option[], text: string): readonly Option[] {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return options;
  const rank = (option: Option) => {
    const label = option.label.toLowerCase();
    if (label.startsWith(wanted)) return 0;
    return label.includes(wanted) || option.hint?.toLowerCase().includes(wanted) ? 1 : 2;
  };
  return options.filter((option) => rank(option) < 2).toSorted((a, b) => rank(a) - rank(b));
}

/** A list to choose from by typing: the inside of every combobox, filter and select cell. */
export function OptionList(props: OptionListProps) {
  const {
    label,
    options,
    selected,
    onPick,
    onCancel,
    onSearch,
    initialText = "",
    emptyText = "Nothing fits",
    footer,
  } = props;
  const [text, setText] = useState(initialText);
  const found = useMemo(() => (onSearch ? options : matching(options, text)), [options, text, onSearch]);
  const chosenAt = found.findIndex((option) => selected.includes(option.value));
  const [activeAt, setActiveAt] = useState<number | null>(null);
  const active = Math.min(activeAt ?? (text === initialText ? Math.max(chosenAt, 0) : 0), found.length - 1);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    list.current?.querySelector(`[id="${id}-${active}"]`)?.scrollIntoView({ block: "nearest" });
  }, [active, id]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    const option = found[active];
    if (step) {
      event.preventDefault();
      setActiveAt(Math.max(0, Math.min(found.length - 1, active + step)));
    } else if ((event.key === "Enter" || event.key === "Tab") && option) {
      if (event.key === "Enter") event.preventDefault();
      onPick(option.value, { fillSelection: event.ctrlKey || event.metaKey });
    } else if (event.key === "Escape" && onCancel) {
      event.stopPropagation();
      onCancel();
    }
    props.onKeyDown?.(event);
  };

  return (
    <div className="flex min-h-0 flex-col">
      <input
        // biome-ignore lint/a11y/noAutofocus: opened by the teammate in order to type here
        autoFocus
        role="combobox"
        aria-label={label}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        {...(found.length ? { "aria-activedescendant": `${id}-${active}` } : {})}
        value={text}
        placeholder="Type to find"
        onChange={(event) => {
          setText(event.target.value);
          setActiveAt(0);
          onSearch?.(event.target.value);
        }}
        onKeyDown={onKeyDown}
        className="h-8 shrink-0 border-b border-line bg-transparent px-2.5 text-m outline-none placeholder:text-ink-3"
      />
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={label}
        className="max-h-64 min-h-0 overflow-auto p-1"
      >
        {found.map((option, at) => (
          <div
            key={option.value}
            id={`${id}-${at}`}
            role="option"
            tabIndex={-1}
            aria-selected={selected.includes(option.value)}
            onMouseMove={() => at !== active && setActiveAt(at)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={(event) => onPick(option.value, { fillSelection: event.ctrlKey || event.metaKey })}
            onKeyDown={onKeyDown}
            className={cx(
              "flex h-[28px] items-center gap-2 rounded-control px-2 text-m",
              at === active && "bg-sunken",
            )}
          >
            <span className="w-3.5 shrink-0">
              {selected.includes(option.value) && <Check size={14} aria-hidden />}
            </span>
            {option.icon}
            <span
              className={cx("truncate", option.tone && `rounded-full px-2 text-s ${toneSoft[option.tone]}`)}
            >
              {option.label}
            </span>
            {option.hint && <span className="ml-auto truncate pl-2 text-s text-ink-3">{option.hint}</span>}
          </div>
        ))}
      </div>
      {found.length === 0 && <p className="px-3 pb-2 text-s text-ink-3">{emptyText}</p>}
      {footer && <div className="border-t border-line px-3 py-1.5 text-s text-ink-3">{footer}</div>}
    </div>
  );
}

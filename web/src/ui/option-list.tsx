import { type KeyboardEvent, type ReactNode, useId, useMemo, useState } from "react";
import { OptionRows } from "./option-rows.tsx";
import type { Tone } from "./tone.ts";

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
  /** Told what is typed, where the list filters by itself all the same. */
  onType?: (text: string) => void;
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
          props.onType?.(event.target.value);
        }}
        onKeyDown={onKeyDown}
        className="h-8 shrink-0 border-b border-line bg-transparent px-2.5 text-m outline-none placeholder:text-ink-3"
      />
      <OptionRows
        id={id}
        label={label}
        options={found}
        selected={selected}
        active={active}
        onActive={setActiveAt}
        onPick={onPick}
      />
      {found.length === 0 && <p className="px-3 pb-2 text-s text-ink-3">{emptyText}</p>}
      {footer && <div className="border-t border-line px-3 py-1.5 text-s text-ink-3">{footer}</div>}
    </div>
  );
}

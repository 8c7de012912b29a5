import { Check } from "lucide-react";
import { useEffect, useRef } from "react";
import { cx } from "./class-names.ts";
import type { Option } from "./option-list.tsx";
import { toneSoft } from "./tone.ts";

type OptionRowsProps = {
  /** Of the list it is `<id>-list`, of a row `<id>-<place>`: what the input beside it refers to. */
  id: string;
  label: string;
  options: readonly Option[];
  selected: readonly string[];
  /** The place of the row that Enter chooses; -1 for none. */
  active: number;
  onActive: (place: number) => void;
  onPick: (value: string, event: { fillSelection: boolean }) => void;
};

/** The rows under an input that keeps the focus: its keys move among them. */
export function OptionRows({ id, label, options, selected, active, onActive, onPick }: OptionRowsProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[id="${id}-${active}"]`)?.scrollIntoView({ block: "nearest" });
  }, [active, id]);
  return (
    <div
      ref={list}
      id={`${id}-list`}
      role="listbox"
      aria-label={label}
      className="max-h-64 min-h-0 overflow-auto p-1"
    >
      {options.map((option, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the input that has the focus answers the keys
        <div
          key={option.value}
          id={`${id}-${at}`}
          role="option"
          tabIndex={-1}
          aria-selected={selected.includes(option.value)}
          onMouseMove={() => at !== active && onActive(at)}
          onMouseDown={(event) => event.preventDefault()}
          onClick={(event) => onPick(option.value, { fillSelection: event.ctrlKey || event.metaKey })}
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
  );
}

import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cx } from "./class-names.ts";

type SelectProps<Value extends string> = Omit<ComponentProps<"select">, "value" | "onChange"> & {
  options: readonly { value: Value; label: string }[];
  value: Value | "";
  onValueChange: (value: Value) => void;
  /** Shown while nothing is chosen. */
  placeholder?: string;
};

/** One of a few. The system's own list: known to every keyboard, screen reader and phone. For many, `Combobox`. */
export function Select<Value extends string>({
  options,
  value,
  onValueChange,
  placeholder,
  className,
  ...rest
}: SelectProps<Value>) {
  return (
    <span className={cx("relative inline-block", className)}>
      <select
        {...rest}
        value={value}
        onChange={(event) => onValueChange(event.target.value as Value)}
        className="h-[30px] w-full appearance-none rounded-control border border-line-strong bg-surface pr-7 pl-2.5 text-m text-ink aria-invalid:border-bad disabled:bg-sunken disabled:text-ink-3"
      >
        {(placeholder !== undefined || value === "") && <option value="">{placeholder ?? ""}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown size={14} aria-hidden className="pointer-events-none absolute top-2 right-2 text-ink-3" />
    </span>
  );
}

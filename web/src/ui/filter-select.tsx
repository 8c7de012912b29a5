import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cx } from "./class-names.ts";

type FilterSelectProps<Value extends string> = Omit<ComponentProps<"select">, "value" | "onChange"> & {
  options: readonly { value: Value; label: string }[];
  value: Value | "";
  onValueChange: (value: Value) => void;
  /** Marks it as narrowing the list, which “any” does not. */
  isSet?: boolean;
};

/** One of a few, as a pill in the row above a list; as wide as what it says. */
export function FilterSelect<Value extends string>({
  options,
  value,
  onValueChange,
  isSet = false,
  ...rest
}: FilterSelectProps<Value>) {
  return (
    <span className="relative inline-block max-w-64">
      <select
        {...rest}
        value={value}
        onChange={(event) => onValueChange(event.target.value as Value)}
        className={cx(
          "field-sizing-content h-[26px] w-full appearance-none rounded-full border border-line bg-surface pr-6 pl-2.5 text-s hover:border-line-strong",
          isSet ? "font-medium text-ink" : "text-ink-2",
        )}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown size={12} aria-hidden className="pointer-events-none absolute top-2 right-2 text-ink-3" />
    </span>
  );
}

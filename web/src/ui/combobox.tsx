import { ChevronDown } from "lucide-react";
import { Popover as RadixPopover } from "radix-ui";
import { useState } from "react";
import { cx } from "./class-names.ts";
import { type Option, OptionList } from "./option-list.tsx";

type ComboboxProps = {
  /** Accessible name of the list; inside a `Field` give the control's attributes too. */
  label: string;
  options: readonly Option[];
  placeholder?: string;
  onSearch?: (text: string) => void;
  id?: string;
  disabled?: boolean;
  className?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
} & (
  | {
      value: string | null;
      onValueChange: (value: string | null) => void;
      multiple?: false;
      clearable?: boolean;
    }
  | { value: readonly string[]; onValueChange: (value: string[]) => void; multiple: true }
);

/** One or several of many, found by typing. With `onSearch` the options come from the server. */
export function Combobox(props: ComboboxProps) {
  const { label, options, placeholder = "Choose", onSearch, disabled, className, ...attributes } = props;
  const [open, setOpen] = useState(false);
  const selected = props.multiple ? props.value : props.value === null ? [] : [props.value];
  const shown = selected
    .map((value) => options.find((option) => option.value === value)?.label ?? value)
    .join(", ");

  const pick = (value: string) => {
    if (props.multiple) {
      props.onValueChange(
        props.value.includes(value) ? props.value.filter((one) => one !== value) : [...props.value, value],
      );
      return;
    }
    props.onValueChange(props.clearable && props.value === value ? null : value);
    setOpen(false);
  };

  return (
    <RadixPopover.Root open={open} onOpenChange={setOpen}>
      <RadixPopover.Trigger
        disabled={disabled ?? false}
        {...(attributes.id ? { id: attributes.id } : { "aria-label": `${label}: ${shown || placeholder}` })}
        aria-describedby={attributes["aria-describedby"]}
        data-invalid={attributes["aria-invalid"]}
        className={cx(
          "inline-flex h-[30px] min-w-40 items-center justify-between gap-2 rounded-control border border-line-strong bg-surface px-2.5 text-left text-m data-invalid:border-bad disabled:bg-sunken disabled:text-ink-3",
          className,
        )}
      >
        <span className={cx("truncate", !shown && "text-ink-3")}>{shown || placeholder}</span>
        <ChevronDown size={14} aria-hidden className="shrink-0 text-ink-3" />
      </RadixPopover.Trigger>
      <RadixPopover.Portal>
        <RadixPopover.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          className="z-50 w-[max(220px,var(--radix-popover-trigger-width))] animate-rise overflow-hidden rounded-card border border-line bg-surface shadow-lift outline-none"
        >
          <OptionList
            label={label}
            options={options}
            selected={selected}
            onPick={pick}
            {...(onSearch ? { onSearch } : {})}
          />
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  );
}

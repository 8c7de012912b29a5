import { Popover as RadixPopover } from "radix-ui";
import { type KeyboardEvent, useId, useState } from "react";
import { Input } from "./input.tsx";
import type { Option } from "./option-list.tsx";
import { OptionRows } from "./option-rows.tsx";

type SuggestInputProps = {
  label: string;
  className?: string;
  placeholder?: string;
  value: string;
  onChange: (text: string) => void;
  /** Chosen of the suggestions; what is typed stays free. */
  onPick: (value: string) => void;
  onBlur?: () => void;
  /** Keys that the suggestions have no use for. */
  onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
  options: readonly Option[];
  /** Shown under the suggestions. */
  note?: string | undefined;
  /** Tells when the suggestions are shown: they are asked for only then. */
  onOpenChange: (isOpen: boolean) => void;
};

/**
 * A line of text with suggestions: they open on typing, on a click or with the arrow down, Enter takes the one that is
 * gone to, Escape puts them away.
 */
export function SuggestInput(props: SuggestInputProps) {
  const { label, className, placeholder, value, onChange, options, note } = props;
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const id = useId();
  const isShown = open && options.length > 0;
  const show = (isOpen: boolean) => {
    setOpen(isOpen);
    setActive(-1);
    props.onOpenChange(isOpen);
  };
  const pick = (chosen: string) => {
    show(false);
    props.onPick(chosen);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const option = isShown ? options[active] : undefined;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (event.altKey) return;
      event.preventDefault();
      if (!open) show(true);
      else
        setActive(Math.max(-1, Math.min(options.length - 1, active + (event.key === "ArrowDown" ? 1 : -1))));
    } else if (event.key === "Enter" && option) {
      event.preventDefault();
      pick(option.value);
    } else props.onKeyDown?.(event);
  };
  return (
    <RadixPopover.Root open={isShown} onOpenChange={show}>
      <RadixPopover.Anchor asChild>
        <Input
          role="combobox"
          aria-label={label}
          aria-expanded={isShown}
          aria-autocomplete="list"
          aria-controls={isShown ? `${id}-list` : undefined}
          aria-activedescendant={isShown && active >= 0 ? `${id}-${active}` : undefined}
          autoComplete="off"
          className={className}
          placeholder={placeholder}
          value={value}
          onChange={(event) => {
            if (!open) show(true);
            setActive(-1);
            onChange(event.target.value);
          }}
          onClick={() => !open && show(true)}
          onBlur={() => {
            if (open) show(false);
            props.onBlur?.();
          }}
          onKeyDown={onKeyDown}
        />
      </RadixPopover.Anchor>
      <RadixPopover.Portal>
        <RadixPopover.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={`${label}: suggestions`}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onMouseDown={(event) => event.preventDefault()}
          className="z-50 w-[max(260px,var(--radix-popover-trigger-width))] animate-rise overflow-hidden rounded-card border border-line bg-surface shadow-lift outline-none"
        >
          <OptionRows
            id={id}
            label={`${label}: suggestions`}
            options={options}
            selected={[value]}
            active={active}
            onActive={setActive}
            onPick={pick}
          />
          {note && <p className="border-t border-line px-3 py-1.5 text-s text-ink-3">{note}</p>}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  );
}

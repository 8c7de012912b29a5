import { Check, Minus } from "lucide-react";
import { Checkbox as RadixCheckbox } from "radix-ui";
import { type ReactNode, useId } from "react";
import { cx } from "./class-names.ts";

type ChoiceProps = {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean;
  /** Keeps the label for screen readers only, where the place already says it. */
  hideLabel?: boolean;
};

function Labelled({
  id,
  label,
  hint,
  hideLabel,
  children,
}: Pick<ChoiceProps, "label" | "hint" | "hideLabel"> & { id: string; children: ReactNode }) {
  return (
    <span className="inline-flex items-start gap-2">
      {children}
      <label htmlFor={id} className={cx("text-m", hideLabel && "sr-only")}>
        {label}
        {hint && <span className="block text-s text-ink-3">{hint}</span>}
      </label>
    </span>
  );
}

/** A box to tick; `mixed` shows that some of what it stands for is ticked. */
export function Checkbox({
  checked,
  mixed,
  onCheckedChange,
  disabled,
  ...words
}: ChoiceProps & { mixed?: boolean }) {
  const id = useId();
  return (
    <Labelled id={id} {...words}>
      <RadixCheckbox.Root
        id={id}
        checked={mixed ? "indeterminate" : checked}
        disabled={disabled ?? false}
        onCheckedChange={(next) => onCheckedChange(next === true)}
        className="mt-px flex size-4 shrink-0 items-center justify-center rounded-small border border-ink-3 bg-surface text-accent-ink data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent disabled:opacity-50"
      >
        <RadixCheckbox.Indicator>
          {mixed ? <Minus size={12} /> : <Check size={12} strokeWidth={3} />}
        </RadixCheckbox.Indicator>
      </RadixCheckbox.Root>
    </Labelled>
  );
}

import type { LucideIcon } from "lucide-react";
import { X } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cx } from "./class-names.ts";
import { type Tone, toneSoft } from "./tone.ts";

/** A short word with a meaning: a rating, a status, an indicator. */
export function Badge({
  tone = "neutral",
  icon: Icon,
  children,
}: {
  tone?: Tone;
  icon?: LucideIcon;
  children: ReactNode;
}) {
  return (
    <span
      className={cx(
        "inline-flex max-w-full items-center gap-1 rounded-full px-2 py-px text-s whitespace-nowrap",
        toneSoft[tone],
      )}
    >
      {Icon && <Icon size={12} aria-hidden className="shrink-0" />}
      <span className="truncate">{children}</span>
    </span>
  );
}

type ChipProps = ComponentProps<"button"> & {
  /** The quiet word before: *Due* in “Due in the next 180 days”. */
  label?: string;
  pressed?: boolean;
  /** Dashed: adds something. */
  adds?: boolean;
};

/** A pill that opens or switches something: a filter, a grouping, a layout. */
export function Chip({ label, pressed, adds, className, children, type = "button", ...rest }: ChipProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-pressed={pressed}
      className={cx(
        "inline-flex h-[26px] max-w-72 shrink-0 items-center gap-1 rounded-full border border-line bg-surface px-2.5 text-s text-ink-2 hover:border-line-strong hover:text-ink",
        adds && "border-dashed",
        pressed && "border-accent! bg-accent-soft text-accent",
        className,
      )}
    >
      {label}
      <span className={cx("truncate", label && "font-medium text-ink")}>{children}</span>
    </button>
  );
}

/** A filter that stands: its button opens the editor, its cross takes it away. */
export function FilterChip({
  label,
  onRemove,
  children,
  className,
  type = "button",
  ...rest
}: Omit<ChipProps, "adds" | "pressed"> & { onRemove: () => void }) {
  return (
    <span className="inline-flex h-[26px] items-center rounded-full border border-line bg-surface text-s text-ink-2">
      <button
        {...rest}
        type={type}
        className={cx(
          "inline-flex h-full items-center gap-1 rounded-l-full pr-1 pl-2.5 hover:text-ink",
          className,
        )}
      >
        {label}
        <span className="max-w-56 truncate font-medium text-ink">{children}</span>
      </button>
      <button
        type="button"
        aria-label={`Remove filter ${label ?? ""}`}
        onClick={onRemove}
        className="inline-flex h-full items-center rounded-r-full pr-2 pl-1 text-ink-3 hover:text-ink"
      >
        <X size={12} aria-hidden />
      </button>
    </span>
  );
}

import type { LucideIcon } from "lucide-react";
import { LoaderCircle } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cx } from "./class-names.ts";
import { Tooltip } from "./tooltip.tsx";

type Variant = "primary" | "secondary" | "quiet" | "danger";

const looks: Record<Variant, string> = {
  primary: "border-accent bg-accent text-accent-ink hover:opacity-90",
  secondary: "border-line-strong bg-surface text-ink hover:bg-sunken",
  quiet: "border-transparent bg-transparent text-ink-2 hover:bg-sunken hover:text-ink",
  danger: "border-bad bg-surface text-bad hover:bg-bad-soft",
};

type ButtonProps = ComponentProps<"button"> & {
  variant?: Variant;
  icon?: LucideIcon;
  /** While true the button shows that it works and takes no second click. */
  busy?: boolean;
  children: ReactNode;
};

/** A button with words. One primary per page: the next action. */
export function Button({
  variant = "secondary",
  icon: Icon,
  busy = false,
  disabled,
  className,
  children,
  type = "button",
  ...rest
}: ButtonProps) {
  const Mark = busy ? LoaderCircle : Icon;
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={cx(
        "inline-flex h-[30px] shrink-0 items-center gap-1.5 rounded-control border px-2.5 text-m whitespace-nowrap",
        "disabled:opacity-50",
        looks[variant],
        className,
      )}
    >
      {Mark && <Mark size={14} aria-hidden className={busy ? "animate-spin" : undefined} />}
      {children}
    </button>
  );
}

type IconButtonProps = Omit<ComponentProps<"button">, "children"> & {
  icon: LucideIcon;
  /** Said to everybody: the tooltip and the accessible name. */
  label: string;
  keys?: string;
};

/** A button of one icon; its label is its tooltip. */
export function IconButton({
  icon: Icon,
  label,
  keys,
  className,
  type = "button",
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={label} {...(keys ? { keys } : {})}>
      <button
        {...rest}
        type={type}
        aria-label={label}
        className={cx(
          "inline-flex size-[28px] shrink-0 items-center justify-center rounded-control text-ink-2",
          "hover:bg-sunken hover:text-ink disabled:opacity-50",
          className,
        )}
      >
        <Icon size={16} aria-hidden />
      </button>
    </Tooltip>
  );
}

import { Popover as RadixPopover } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "./class-names.ts";

type PopoverProps = {
  /** One button that opens it. */
  trigger: ReactNode;
  /** Its accessible name. */
  label: string;
  children: ReactNode;
  align?: "start" | "end" | "center";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
};

/** A small panel beside its button, for a filter, an explanation or a short form. */
export function Popover({
  trigger,
  label,
  children,
  align = "start",
  open,
  onOpenChange,
  className,
}: PopoverProps) {
  return (
    <RadixPopover.Root {...(open === undefined ? {} : { open })} {...(onOpenChange ? { onOpenChange } : {})}>
      <RadixPopover.Trigger asChild>{trigger}</RadixPopover.Trigger>
      <RadixPopover.Portal>
        <RadixPopover.Content
          aria-label={label}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className={cx(
            "z-40 max-h-[min(480px,var(--radix-popover-content-available-height))] w-72 animate-rise overflow-auto",
            "rounded-card border border-line bg-surface p-3 shadow-lift outline-none",
            className,
          )}
        >
          {children}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  );
}

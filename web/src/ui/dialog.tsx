import { X } from "lucide-react";
import { AlertDialog, Dialog as RadixDialog } from "radix-ui";
import type { ReactNode } from "react";
import { Button, IconButton } from "./button.tsx";
import { cx } from "./class-names.ts";

const shade = "fixed inset-0 z-40 bg-shade";
const panel =
  "fixed z-40 flex animate-rise flex-col border border-line bg-surface shadow-lift outline-none " +
  "max-h-[calc(100dvh-32px)] overflow-auto";
const centred = "top-[12dvh] left-1/2 -translate-x-1/2 rounded-card max-h-[80dvh]";
const widths = {
  s: "w-[min(440px,calc(100vw-24px))]",
  m: "w-[min(640px,calc(100vw-24px))]",
  l: "w-[min(960px,calc(100vw-24px))]",
};

/** Typing begins at once; without a field the panel itself takes the focus, not its cross. */
function focusFirstField(event: Event): void {
  event.preventDefault();
  const content = event.currentTarget;
  if (!(content instanceof HTMLElement)) return;
  const field = content.querySelector<HTMLElement>("input, textarea, select, [role=combobox]");
  (field ?? content).focus();
}

type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  width?: keyof typeof widths;
  /** `side` slides a panel in from the right: for a record beside its list. */
  placement?: "centre" | "side";
  children: ReactNode;
};

/** A dialog over the page. Put a `Form` or content inside; Esc and a click outside close it. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  width = "m",
  placement = "centre",
  children,
}: DialogProps) {
  return (
    <RadixDialog.Root open={open} onOpenChange={onOpenChange}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className={shade} />
        <RadixDialog.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          onOpenAutoFocus={focusFirstField}
          className={cx(
            panel,
            widths[width],
            placement === "centre" ? centred : "inset-y-0 right-0 max-h-none rounded-l-card",
          )}
        >
          <div className="flex items-start justify-between gap-3 px-5 pt-4 pb-3">
            <div>
              <RadixDialog.Title className="text-l font-semibold">{title}</RadixDialog.Title>
              {description && (
                <RadixDialog.Description className="mt-0.5 text-s text-ink-2">
                  {description}
                </RadixDialog.Description>
              )}
            </div>
            <RadixDialog.Close asChild>
              <IconButton icon={X} label="Close" className="-mr-2" />
            </RadixDialog.Close>
          </div>
          <div className="min-h-0 grow px-5 pb-5">{children}</div>
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

type ConfirmProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** What will happen, with counts, and whether it can be undone. */
  consequence: ReactNode;
  confirmLabel: string;
  danger?: boolean;
  onConfirm: () => void;
};

/** Asks before something that reaches far. Say in `consequence` what will happen, in numbers. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  consequence,
  confirmLabel,
  danger,
  onConfirm,
}: ConfirmProps) {
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={shade} />
        <AlertDialog.Content className={cx(panel, widths.s, centred, "gap-2 p-5")}>
          <AlertDialog.Title className="text-l font-semibold">{title}</AlertDialog.Title>
          <AlertDialog.Description asChild>
            <div className="text-m text-ink-2">{consequence}</div>
          </AlertDialog.Description>
          <div className="mt-3 flex justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button>Cancel</Button>
            </AlertDialog.Cancel>
            <AlertDialog.Action asChild onClick={onConfirm}>
              <Button variant={danger ? "danger" : "primary"}>{confirmLabel}</Button>
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

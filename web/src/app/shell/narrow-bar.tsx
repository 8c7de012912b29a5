import { useRouterState } from "@tanstack/react-router";
import { Dialog } from "radix-ui";
import { type ReactNode, useEffect } from "react";

/** The side bar on a narrow screen: over the page, gone after a choice. */
export function NarrowBar({
  open,
  onOpenChange,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  children: ReactNode;
}) {
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(() => onOpenChange(false), [path]);
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-30 bg-shade" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-30 w-60 border-r border-line bg-bg shadow-lift outline-none"
        >
          <Dialog.Title className="sr-only">Navigation</Dialog.Title>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

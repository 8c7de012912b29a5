import { Tooltip as RadixTooltip } from "radix-ui";
import type { ReactNode } from "react";
import { KeyHint } from "./key-hint.tsx";

/** Wraps the application once: tooltips then share their delay. */
export const TooltipProvider = RadixTooltip.Provider;

/** Says more about what it wraps, on hover and on focus. The child must be one element that can take focus to be heard by all. */
export function Tooltip({ text, keys, children }: { text: ReactNode; keys?: string; children: ReactNode }) {
  return (
    <RadixTooltip.Root>
      <RadixTooltip.Trigger asChild>{children}</RadixTooltip.Trigger>
      <RadixTooltip.Portal>
        <RadixTooltip.Content
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-80 animate-rise rounded-control bg-ink px-2 py-1 text-s text-bg shadow-lift"
        >
          {text}
          {keys && <KeyHint keys={keys} className="ml-2 border-ink-2 text-bg" />}
        </RadixTooltip.Content>
      </RadixTooltip.Portal>
    </RadixTooltip.Root>
  );
}

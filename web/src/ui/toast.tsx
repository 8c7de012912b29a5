import { X } from "lucide-react";
import { Toast as RadixToast } from "radix-ui";
import { useSyncExternalStore } from "react";
import { Button, IconButton } from "./button.tsx";
import { cx } from "./class-names.ts";
import { type Tone, toneIcon, toneText } from "./tone.ts";

type ToastMessage = {
  title: string;
  detail?: string;
  tone?: Tone;
  /** Offered as *Undo*, for as long as the message stands. */
  undo?: () => void;
  /** Any other way on, beside it: `{ label: "Open", run }`. */
  action?: { label: string; run: () => void };
};
type Shown = ToastMessage & { id: number };

let shown: readonly Shown[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function show(next: readonly Shown[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

/** Tells what was done, with the way to undo it. Errors stay until they are closed. */
export function toast(message: ToastMessage): void {
  lastId += 1;
  show([...shown.slice(-2), { ...message, id: lastId }]);
}

function dismiss(id: number): void {
  show(shown.filter((message) => message.id !== id));
}

/** Where toasts appear; mounted once by the shell. */
export function Toaster() {
  const messages = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
  return (
    <RadixToast.Provider swipeDirection="right" label="Notification">
      {messages.map((message) => (
        <ToastItem key={message.id} message={message} />
      ))}
      <RadixToast.Viewport className="fixed right-4 bottom-4 z-50 flex w-[min(400px,calc(100vw-32px))] flex-col gap-2 outline-none" />
    </RadixToast.Provider>
  );
}

function ToastItem({ message }: { message: Shown }) {
  const tone = message.tone ?? "good";
  const Icon = toneIcon[tone];
  const actions = [
    ...(message.action ? [message.action] : []),
    ...(message.undo ? [{ label: "Undo", run: message.undo }] : []),
  ];
  return (
    <RadixToast.Root
      open
      onOpenChange={(open) => !open && dismiss(message.id)}
      duration={tone === "bad" ? Number.POSITIVE_INFINITY : 7000}
      className="flex animate-rise items-center gap-2.5 rounded-card border border-line bg-surface py-2 pr-2 pl-3 shadow-lift"
    >
      <Icon size={16} aria-hidden className={cx("shrink-0", toneText[tone])} />
      <div className="min-w-0 grow">
        <RadixToast.Title className="text-m">{message.title}</RadixToast.Title>
        {message.detail && (
          <RadixToast.Description className="text-s text-ink-2">{message.detail}</RadixToast.Description>
        )}
      </div>
      {actions.map(({ label, run }) => (
        <RadixToast.Action key={label} altText={label} asChild onClick={run}>
          <Button>{label}</Button>
        </RadixToast.Action>
      ))}
      <RadixToast.Close asChild>
        <IconButton icon={X} label="Dismiss" />
      </RadixToast.Close>
    </RadixToast.Root>
  );
}

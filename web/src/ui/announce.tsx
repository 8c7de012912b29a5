import { useSyncExternalStore } from "react";

let message = "";
let even = false;
const listeners = new Set<() => void>();

/** Says something to people who do not see the change: after a save, a live update, a navigation. */
export function announce(text: string): void {
  even = !even;
  // The same words twice would be no change of text, hence not read: a blank that differs makes one.
  message = even ? text : `${text}\u00a0`;
  for (const listener of listeners) listener();
}

/** The one place announcements are read from; mounted once by the shell. */
export function LiveRegion() {
  const text = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => message,
  );
  return (
    <div aria-live="polite" role="status" className="sr-only">
      {text}
    </div>
  );
}

import { useEffect, useRef, useSyncExternalStore } from "react";

/**
 * Something one can do now. With `run` it stands in the command palette; with `keys` (`mod+k`, `?`, or a
 * sequence as `g r`) it has a key and stands in the list under `?`. With keys alone it only documents them.
 */
export type Action = { label: string; group: string; keys?: string; run?: () => void };

let actions: readonly Action[] = [];
const listeners = new Set<() => void>();

function replace(next: readonly Action[]): void {
  actions = next;
  for (const listener of listeners) listener();
}

/** Offers an action while the component stands. */
export function useAction({ label, group, keys, run }: Action): void {
  const latest = useRef(run);
  latest.current = run;
  const runs = Boolean(run);
  useEffect(() => {
    const own: Action = {
      label,
      group,
      ...(keys ? { keys } : {}),
      ...(runs ? { run: () => latest.current?.() } : {}),
    };
    replace([...actions, own]);
    return () => replace(actions.filter((one) => one !== own));
  }, [keys, label, group, runs]);
}

/** Every action that is offered now. */
export function useActions(): readonly Action[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => actions,
  );
}

/** True where typing means text, so that single keys are not ours. */
function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  // A grid takes letters as the beginning of an edit.
  return (
    target.isContentEditable || target.role === "grid" || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
  );
}

let previous = { key: "", at: 0 };

function namesOf(event: KeyboardEvent): string[] {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key.toLowerCase().replace("arrow", "");
  if (event.ctrlKey || event.metaKey) return [`mod+${event.shiftKey ? "shift+" : ""}${key}`];
  const sequence = event.timeStamp - previous.at < 900 && previous.key ? [`${previous.key} ${key}`] : [];
  previous = { key, at: event.timeStamp };
  return [...sequence, key];
}

/** Listens for the keys of all actions; called once by the shell. Returns the way to stop. */
export function listenForKeys(): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || !event.key) return;
    const isPlain = !event.ctrlKey && !event.metaKey;
    if (
      isPlain &&
      (takesText(event.target) || document.querySelector("[role=dialog],[role=alertdialog],[role=menu]"))
    )
      return;
    for (const name of namesOf(event)) {
      const action = actions.findLast((one) => one.run && one.keys === name);
      if (!action) continue;
      event.preventDefault();
      action.run?.();
      return;
    }
  };
  addEventListener("keydown", onKeyDown);
  return () => removeEventListener("keydown", onKeyDown);
}

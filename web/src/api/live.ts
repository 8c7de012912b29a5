import type { Query, QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import type { LiveInterest } from "./query.ts";

/** One thing that happened, as the change stream tells it. Without ids it may be any record of the object. */
export type LiveChange = { name: string; object: string; objectId: string | null; accountId: string | null };

type LiveState = "connecting" | "live" | "lost";

let state: LiveState = "connecting";
const stateListeners = new Set<() => void>();
const changeListeners = new Set<(changes: readonly LiveChange[]) => void>();

function become(next: LiveState): void {
  if (state === next) return;
  state = next;
  for (const listener of stateListeners) listener();
}

/** Whether changes of others arrive at once; `lost` while the connection is being tried again. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (listener) => {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
    () => state,
  );
}

/** Whether a query's answer may have become old by one of the changes. */
export function isTouched(interest: LiveInterest | undefined, changes: readonly LiveChange[]): boolean {
  if (!interest) return false;
  return changes.some((change) => {
    const isAny = change.objectId === null && change.accountId === null;
    const isOfAccount = change.accountId === interest.accountId || change.objectId === interest.accountId;
    if (interest.accountId && !isAny && !isOfAccount) return false;
    return interest.objects.includes("*") || wordsOf(change).some((word) => interest.objects.includes(word));
  });
}

/** What a change is of. Definitions are one object to the server: which of them it is tells the name, `forecast-ratings.changed`. */
function wordsOf({ object, name }: LiveChange): string[] {
  const [list = ""] = object === "definition" ? name.split(".") : [];
  return [object, list, list.replace(/ies$/, "y").replace(/s$/, "")].filter(Boolean);
}

const quietMs = 150;
const longestWaitMs = 1_000;

/** Gathers changes that come close together and refreshes the queries they touch, once. */
function createRefresher(client: QueryClient) {
  let waiting: LiveChange[] = [];
  let quiet: ReturnType<typeof setTimeout> | undefined;
  let longest: ReturnType<typeof setTimeout> | undefined;
  const refresh = () => {
    clearTimeout(quiet);
    clearTimeout(longest);
    longest = undefined;
    const changes = waiting;
    waiting = [];
    const predicate = (query: Query) => isTouched(query.meta?.interest as LiveInterest | undefined, changes);
    client.invalidateQueries({ predicate });
  };
  return (changes: readonly LiveChange[]) => {
    waiting.push(...changes);
    clearTimeout(quiet);
    quiet = setTimeout(refresh, quietMs);
    longest ??= setTimeout(refresh, longestWaitMs);
  };
}

/**
 * Follows the change stream and refreshes what is on the screen. After a loss it tries again and then
 * refreshes everything: the stream does not repeat what was missed.
 */
export function connectLive(client: QueryClient): () => void {
  const refresh = createRefresher(client);
  let source: EventSource | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  const open = () => {
    source = new EventSource("/api/v1/changes/stream");
    source.onopen = () => {
      // What was read before somebody told us of changes may be old already; after a loss, all of it.
      const isOld = (query: Query) => failures > 0 || query.state.dataUpdatedAt > 0;
      client.invalidateQueries({ predicate: isOld });
      failures = 0;
      become("live");
    };
    source.addEventListener("changes", (message: MessageEvent<string>) => {
      const changes: LiveChange[] = JSON.parse(message.data);
      refresh(changes);
      for (const listener of changeListeners) listener(changes);
    });
    // The server heard nothing for a while, though the way to it held.
    source.addEventListener("missed", () => client.invalidateQueries());
    source.onerror = () => {
      failures += 1;
      become("lost");
      if (source?.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
      again = setTimeout(open, Math.min(30_000, 1_000 * 2 ** Math.min(failures, 5)));
    };
  };
  open();
  return () => {
    clearTimeout(again);
    source?.close();
  };
}

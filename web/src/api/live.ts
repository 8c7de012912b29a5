import type { Query, QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import type { LiveInterest } from "./query.ts";

/** One thing that happened, as the change stream tells it. */
export type LiveChange = {
  seq: number;
  name: string;
  object: string;
  objectId: string;
  accountId: string | null;
};

type LiveState = "connecting" | "live" | "lost";

let state: LiveState = "connecting";
const stateListeners = new Set<() => void>();
const changeListeners = new Set<(change: LiveChange) => void>();

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

/** Calls back for every change that arrives. Returns the way to stop. */
export function onLiveChange(listener: (change: LiveChange) => void): () => void {
  changeListeners.add(listener);
  return () => changeListeners.delete(listener);
}

/** Whether a query's answer may have become old by one of the changes. */
export function isTouched(interest: LiveInterest | undefined, changes: readonly LiveChange[]): boolean {
  if (!interest) return false;
  return changes.some((change) => {
    if (
      interest.accountId &&
      change.accountId !== interest.accountId &&
      change.objectId !== interest.accountId
    )
      return false;
    return interest.objects.includes("*") || interest.objects.includes(change.object);
  });
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
  return (change: LiveChange) => {
    waiting.push(change);
    clearTimeout(quiet);
    quiet = setTimeout(refresh, quietMs);
    longest ??= setTimeout(refresh, longestWaitMs);
  };
}

/**
 * Follows the change stream and refreshes what is on the screen. Tries again after a loss, from the last
 * change seen, and then refreshes everything: what was missed may be older than what the stream keeps.
 */
export function connectLive(client: QueryClient): () => void {
  const refresh = createRefresher(client);
  let source: EventSource | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let lastSeq: number | undefined;
  let failures = 0;

  const open = () => {
    source = new EventSource(`/api/v1/changes/stream${lastSeq === undefined ? "" : `?cursor=${lastSeq}`}`);
    source.onopen = () => {
      if (failures > 0) client.invalidateQueries();
      failures = 0;
      become("live");
    };
    source.onmessage = (message: MessageEvent<string>) => {
      const change: LiveChange = JSON.parse(message.data);
      lastSeq = change.seq;
      refresh(change);
      for (const listener of changeListeners) listener(change);
    };
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

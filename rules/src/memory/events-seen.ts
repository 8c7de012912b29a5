import type { Env } from "../env.ts";
import type { EventScope } from "../rule.ts";
import { dateIsIn, instantIsIn, type TimeRange } from "../values/day-range.ts";
import { eventWindow } from "../values/event-window.ts";
import { ownValue, type PlainRecord } from "./seen-value.ts";

/**
 * An event in memory: `name`; `at` (an instant), or `day` alone where only the daily count is at hand and no hours are asked; `count`
 * occurrences (one when absent); `properties`.
 */
export type EventSeen = PlainRecord;

/** The events of that name in that window. */
export function eventsIn(scope: EventScope, record: PlainRecord, env: Env): EventSeen[] {
  const all = ownValue(record, scope.source.memory ?? "events") ?? [];
  if (!Array.isArray(all)) throw new TypeError("The events of a record are a list.");
  const window = eventWindow(scope, env);
  return all.filter((event) => ownValue(event, "name") === scope.name && isWithin(event, window, env));
}

function isWithin(event: EventSeen, window: TimeRange, env: Env): boolean {
  const at = instantOf(event);
  return at === undefined
    ? dateIsIn(Temporal.PlainDate.from(String(ownValue(event, "day"))), window)
    : instantIsIn(at, window, env);
}

/** How many occurrences the entry stands for. */
export function occurrencesOf(event: EventSeen): number {
  return Number(ownValue(event, "count") ?? 1);
}

/** The instant of the event; absent where only its day is known. */
export function instantOf(event: EventSeen): Temporal.Instant | undefined {
  const at = ownValue(event, "at");
  return at === undefined ? undefined : Temporal.Instant.from(at as Temporal.Instant | string);
}

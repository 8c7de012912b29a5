import { z } from "zod";
import type { EventSource, Field } from "../catalog.ts";
import { eventObject } from "../event-properties.ts";
import { limits } from "../limits.ts";
import { type EventScope, eventTimeLabel, type RuleNode } from "../rule.ts";
import { eventCountJson, withinDaysJson, withinHoursJson } from "../rule-json.ts";
import type { Within } from "../values/event-window.ts";
import { type Check, checkWhere, hasOnly, type Json, join, type Place, refuse } from "./check.ts";
import { checkOperator } from "./check-condition.ts";

const eventName = z
  .string()
  .min(1)
  .max(limits.slugLength)
  .refine((name) => !name.includes("\u0000") && name.isWellFormed());

/** `{events, …}`: how often an event happened, or when it first or last did. */
export function checkEvents(json: Json, place: Place, check: Check): RuleNode | undefined {
  const source = place.object.events;
  if (source === undefined) {
    return refuse(check, join(place.path, "events"), `There are no events of ${place.object.label}.`);
  }
  const scope = checkScope(json, source, place, check);
  if (scope === undefined) return undefined;
  return json.time === undefined ? checkCount(json, scope, check) : checkTime(json, scope, place, check);
}

function checkScope(json: Json, source: EventSource, place: Place, check: Check): EventScope | undefined {
  const name = eventName.safeParse(json.events);
  if (!name.success) return refuse(check, join(place.path, "events"), "Write the event's name.");
  const window = checkWindow(json, place, check);
  if (window === undefined) return undefined;
  const where = checkWhere(json, { ...place, object: eventObject(source) }, check);
  if (where === "refused") return undefined;
  return {
    source,
    name: name.data,
    path: place.path,
    ...window,
    ...(where && { where }),
  };
}

function checkWindow(json: Json, place: Place, check: Check): Within | undefined {
  const days = withinDaysJson.optional().safeParse(json.withinDays);
  if (!days.success)
    return refuse(check, join(place.path, "withinDays"), days.error.issues[0]?.message ?? "Give days.");
  const hours = withinHoursJson.optional().safeParse(json.withinHours);
  const path = join(place.path, "withinHours");
  if (!hours.success) return refuse(check, path, hours.error.issues[0]?.message ?? "Give hours.");
  if (hours.data === undefined) return days.data === undefined ? {} : { withinDays: days.data };
  return days.data === undefined
    ? { withinHours: hours.data }
    : refuse(check, path, "Give days or hours, not both.");
}

function checkCount(json: Json, scope: EventScope, check: Check): RuleNode | undefined {
  if (!hasOnly(json, ["events", "count", "withinDays", "withinHours", "where"], scope.path, check))
    return undefined;
  const count = eventCountJson.safeParse(json.count ?? { op: "at-least", value: 1 });
  if (count.success) return { kind: "event-count", ...scope, count: count.data };
  return refuse(check, join(scope.path, "count"), count.error.issues[0]?.message ?? "Write {op, value}.");
}

function checkTime(json: Json, scope: EventScope, place: Place, check: Check): RuleNode | undefined {
  if (
    !hasOnly(json, ["events", "time", "op", "value", "withinDays", "withinHours", "where"], scope.path, check)
  )
    return undefined;
  const { time } = json;
  if (time !== "first" && time !== "last")
    return refuse(check, join(scope.path, "time"), "Use first or last.");
  const field: Field = { slug: "at", label: eventTimeLabel(time, scope.name), type: "instant" };
  const asked = checkOperator(json, field, place, check);
  return asked && { kind: "event-time", ...scope, time, ...asked };
}

import type { Widget } from "@perennial/contract";
import { expect, test } from "vitest";
import { overlaps, placeWidgets } from "./place-widgets.ts";

const metric: Widget = { kind: "metric", title: "m", object: "renewal", measure: { op: "count" } };
const text: Widget = { kind: "text", title: "t", text: "x" };
const bar: Widget = { ...metric, kind: "bar", groupBy: [{ field: "stage" }] };

test("numbers stand beside one another, charts below them", () => {
  const places = placeWidgets([metric, metric, metric, metric, bar]);
  expect(places.map(({ x, y }) => [x, y])).toEqual([
    [0, 0],
    [3, 0],
    [6, 0],
    [9, 0],
    [0, 2],
  ]);
});

test("what was placed stays; the others find room around it", () => {
  const places = placeWidgets([metric, { ...bar, place: { x: 3, y: 0, w: 9, h: 6 } }, metric, text]);
  for (const [at, place] of places.entries()) {
    for (const other of places.slice(at + 1)) expect(overlaps(place, other)).toBe(false);
  }
  expect(places[1]).toEqual({ x: 3, y: 0, w: 9, h: 6 });
});

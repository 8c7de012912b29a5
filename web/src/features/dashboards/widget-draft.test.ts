import { type Widget, widgetSchema } from "@perennial/contract";
import { expect, test } from "vitest";
import { draftOf, widgetOf } from "./widget-draft.ts";

const source = { object: "renewal", filter: { subject: "outcome", op: "is-empty" } };
const place = { x: 0, y: 0, w: 4, h: 6 };
const widgets: Widget[] = [
  {
    ...{ kind: "metric", title: "m", ...source, place, measure: { op: "sum", field: "targetArr" } },
    target: "1000.00",
    compare: { label: "since", filter: { all: [] } },
  },
  {
    ...{ kind: "bar", title: "b", subtitle: "s", ...source, measure: { op: "count" } },
    groupBy: [{ field: "dueOn", by: "month" }, { field: "rating" }],
  },
  { kind: "pie", title: "p", ...source, measure: { op: "count" }, groupBy: [{ field: "stage" }] },
  { kind: "table", title: "t", ...source, columns: ["dueOn"], sort: "dueOn" },
  { kind: "text", title: "x", text: "words", place },
];

test.each(widgets)("a $kind is edited and comes back as it was", (widget) => {
  expect(widgetSchema.parse(widgetOf(draftOf(widget)))).toEqual(widget);
});

test("what is not complete is no widget yet", () => {
  const isWidget = (patch: object) => widgetSchema.safeParse(widgetOf({ ...draftOf(), ...patch })).success;
  expect(isWidget({})).toBe(false);
  expect(isWidget({ title: "Accounts" })).toBe(true);
  expect(isWidget({ title: "x", op: "sum" })).toBe(false);
  expect(isWidget({ title: "x", kind: "bar" })).toBe(false);
  expect(isWidget({ title: "x", kind: "table" })).toBe(false);
});

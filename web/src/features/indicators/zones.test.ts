import { expect, test } from "vitest";
import { cellOf, followingColumns, isOutOfOrder, withCell } from "./zones.ts";

const threshold = { subject: "metric:x", op: "at-least" as const, value: 5 };
const definition = {
  threshold,
  zones: [
    { segment: "b", value: 1 },
    { segment: "c", value: null },
  ],
};
const segments = ["a", "b", "c"];

test("a cell says the zone's number, off, nothing, or the usual", () => {
  expect(["usual", ...segments].map((column) => cellOf(definition, column))).toEqual(["5", null, "1", "off"]);
  expect(cellOf({ threshold: null, zones: [] }, "usual")).toBe("rule");
});

test("a zone is set in the order of the columns, changed, turned off or taken away", () => {
  expect(withCell(definition, "a", "3", segments)).toEqual({
    threshold,
    zones: [{ segment: "a", value: 3 }, ...definition.zones],
  });
  expect(withCell(definition, "b", "off", segments)).toMatchObject({
    zones: [{ value: null }, { value: null }],
  });
  expect(withCell(definition, "c", "", segments)).toMatchObject({ zones: [{ segment: "b", value: 1 }] });
  expect(withCell(definition, "usual", "7.5", segments)).toMatchObject({ threshold: { value: 7.5 } });
});

test.each([
  ["a", "many", "Give a number, off, or nothing"],
  ["usual", "", "Give a number"],
])("in %s “%s” is refused", (column, text, error) => {
  expect(withCell(definition, column, text, segments)).toEqual({ error });
});

test("what has a rule and no number can only be turned off", () => {
  const ruled = { threshold: null, zones: [] };
  expect(withCell(ruled, "a", "4", segments)).toHaveProperty("error");
  expect(withCell(ruled, "a", "off", segments)).toEqual({
    threshold: null,
    zones: [{ segment: "a", value: null }],
  });
});

test("what decides by another order of the columns follows them, and nothing else is written", () => {
  const other = { threshold: null, zones: [{ segment: "a", value: null }] };
  expect(followingColumns([definition, other], ["c", "b", "a"])).toEqual([
    { definition, zones: definition.zones.toReversed() },
  ]);
  expect(followingColumns([definition, other], segments)).toEqual([]);
});

test("zones that stand in another order than the columns are told apart", () => {
  expect(isOutOfOrder(definition, segments)).toBe(false);
  expect(isOutOfOrder(definition, ["c", "b"])).toBe(true);
});

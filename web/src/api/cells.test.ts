import { expect, test } from "vitest";
import { fieldsOf, refusals } from "./cells.ts";

const edit = (columnId: string, value: unknown) => ({ rowId: "a", columnId, value });

test("columns become fields, with traits in their place", () => {
  expect(fieldsOf([edit("stage", "won"), edit("trait:tier", "A"), edit("trait:fit", 3)])).toEqual({
    stage: "won",
    traits: { tier: "A", fit: 3 },
  });
});

test("the cell at fault gets the words, its neighbours why they were not saved either", () => {
  const results = refusals(
    [edit("forecastArr", "-1"), edit("stage", "x")],
    [{ path: "fields.forecastArr", message: "below zero" }],
    "no",
  );
  expect(results.map(({ error }) => error)).toEqual([
    "below zero",
    "Not saved, since another value of this row was refused.",
  ]);
});

test("a problem that names no field is said in every cell", () => {
  expect(refusals([edit("stage", "x")], [], "You may not change renewals.")[0]?.error).toBe(
    "You may not change renewals.",
  );
});

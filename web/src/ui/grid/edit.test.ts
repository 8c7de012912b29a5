import { describe, expect, test } from "vitest";
import { type CellEdit, emptyStack, forget, redo, remember, undo } from "./edit.ts";

const edit = (rowId: string, previous: string, value: string): CellEdit => ({
  rowId,
  columnId: "forecast",
  previous,
  value,
});

describe("undo", () => {
  test("takes a gesture back as a whole, last cell first, and does it again", () => {
    const stack = remember(remember(emptyStack, [edit("a", "1", "2")]), [
      edit("a", "2", "3"),
      edit("b", "1", "9"),
    ]);
    const back = undo(stack);
    expect(back?.edits.map(({ rowId, value, previous }) => [rowId, value, previous])).toEqual([
      ["b", "1", "9"],
      ["a", "2", "3"],
    ]);
    const again = redo(back?.stack ?? emptyStack);
    expect(again?.edits.map(({ value }) => value)).toEqual(["3", "9"]);
    expect(again?.stack).toEqual(stack);
  });

  test("ends at the beginning", () => expect(undo(emptyStack)).toBeNull());

  test("a new gesture ends what could be done again", () => {
    const back = undo(remember(emptyStack, [edit("a", "1", "2")]));
    const stack = remember(back?.stack ?? emptyStack, [edit("a", "1", "5")]);
    expect(redo(stack)).toBeNull();
  });

  test("what was refused is forgotten, the rest of the gesture stays", () => {
    const gesture = [edit("a", "1", "2"), edit("b", "1", "x")];
    const stack = forget(remember(emptyStack, gesture), gesture, [
      { rowId: "b", columnId: "forecast", error: "no" },
    ]);
    expect(undo(stack)?.edits).toEqual([edit("a", "2", "1")]);
    expect(
      forget(stack, stack.past[0] ?? [], [{ rowId: "a", columnId: "forecast", error: "no" }]).past,
    ).toEqual([]);
  });
});

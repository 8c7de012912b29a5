import { describe, expect, test } from "vitest";
import { type CellEdit, emptyStack, forget, redo, remember, undo } from "./edit.ts";

const edit = (rowId: string, previous: string, value: string): CellEdit => ({
  rowId,
  columnId: "forecast",
  previous,
  value,
});

const gesture = (...edits: CellEdit[]) => ({ id: 1, edits, refused: [] });

describe("undo", () => {
  test("takes a gesture back as a whole, last cell first, and does it again", () => {
    const stack = remember(
      remember(emptyStack, gesture(edit("a", "1", "2"))),
      gesture(edit("a", "2", "3"), edit("b", "1", "9")),
    );
    const back = undo(stack);
    expect(back?.gesture.edits.map(({ rowId, value, previous }) => [rowId, value, previous])).toEqual([
      ["b", "1", "9"],
      ["a", "2", "3"],
    ]);
    const again = redo(back?.stack ?? emptyStack);
    expect(again?.gesture.edits.map(({ value }) => value)).toEqual(["3", "9"]);
    expect(again?.stack).toEqual(stack);
  });

  test("ends at the beginning", () => expect(undo(emptyStack)).toBeNull());

  test("a new gesture ends what could be done again", () => {
    const back = undo(remember(emptyStack, gesture(edit("a", "1", "2"))));
    const stack = remember(back?.stack ?? emptyStack, gesture(edit("a", "1", "5")));
    expect(redo(stack)).toBeNull();
  });

  test("a cell that was refused is not written back, only given up", () => {
    const pasted = {
      id: 1,
      edits: [edit("a", "1", "2"), edit("b", "1", "x")],
      refused: [{ rowId: "c", columnId: "forecast" }],
    };
    const refused = { rowId: "b", columnId: "forecast" };
    const stack = forget(remember(emptyStack, pasted), pasted, [refused]);
    expect(undo(stack)?.gesture).toEqual({
      id: 1,
      edits: [edit("a", "2", "1")],
      refused: [{ rowId: "c", columnId: "forecast" }, refused],
    });
  });

  test("a gesture undone before its answer came is settled as well", () => {
    const pasted = gesture(edit("b", "1", "x"));
    const back = undo(remember(emptyStack, pasted));
    const refused = { rowId: "b", columnId: "forecast" };
    expect(redo(forget(back?.stack ?? emptyStack, pasted, [refused]))?.gesture.edits).toEqual([]);
  });
});

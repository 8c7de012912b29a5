import { expect, test } from "vitest";
import { intentOf } from "./intent.ts";

const key = (
  name: string,
  held: Partial<Record<"shiftKey" | "ctrlKey" | "metaKey" | "altKey", boolean>> = {},
) => intentOf({ key: name, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held }, 10);

test.each([
  [key("ArrowDown"), { kind: "move", step: { rows: 1, columns: 0 }, extend: false }],
  [key("ArrowUp", { shiftKey: true }), { kind: "move", step: { rows: -1, columns: 0 }, extend: true }],
  [
    key("ArrowRight", { ctrlKey: true }),
    { kind: "move", step: { rows: 0, columns: Infinity }, extend: false },
  ],
  [key("PageDown"), { kind: "move", step: { rows: 10, columns: 0 }, extend: false }],
  [key("Tab", { shiftKey: true }), { kind: "tab", by: -1 }],
  [key("Enter"), { kind: "edit" }],
  [key("7"), { kind: "edit", text: "7" }],
  [key("Delete"), { kind: "clear" }],
  [key("d", { metaKey: true }), { kind: "fill-down" }],
  [key("z", { ctrlKey: true }), { kind: "undo" }],
  [key("Z", { ctrlKey: true, shiftKey: true }), { kind: "redo" }],
  [key("ArrowDown", { altKey: true }), { kind: "column-menu" }],
  [key("k", { metaKey: true }), null],
  [key("Shift", { shiftKey: true }), null],
])("a key means %j", (intent, wanted) => expect(intent).toEqual(wanted));

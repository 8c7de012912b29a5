import type { Step } from "./range.ts";

/** What a key means in the grid while no cell is being edited. */
export type Intent =
  | { kind: "move"; step: Step; extend: boolean }
  | { kind: "tab"; by: 1 | -1 }
  | { kind: "edit"; text?: string }
  | { kind: "open" }
  | {
      kind: "clear" | "fill-down" | "origin" | "undo" | "redo" | "escape" | "column-menu" | "fold" | "unfold";
    }
  | { kind: "select"; what: "all" | "rows" | "columns" };

type Key = Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">;

const edge = Number.POSITIVE_INFINITY;
const arrows: Record<string, Step> = {
  ArrowUp: { rows: -1, columns: 0 },
  ArrowDown: { rows: 1, columns: 0 },
  ArrowLeft: { rows: 0, columns: -1 },
  ArrowRight: { rows: 0, columns: 1 },
};

function moveIntent(event: Key, pageRows: number): Intent | null {
  const extend = event.shiftKey;
  const mod = event.ctrlKey || event.metaKey;
  const arrow = arrows[event.key];
  if (arrow) {
    const far = (by: number) => (mod && by !== 0 ? Math.sign(by) * edge : by);
    return { kind: "move", step: { rows: far(arrow.rows), columns: far(arrow.columns) }, extend };
  }
  if (event.key === "PageDown") return { kind: "move", step: { rows: pageRows, columns: 0 }, extend };
  if (event.key === "PageUp") return { kind: "move", step: { rows: -pageRows, columns: 0 }, extend };
  if (event.key === "Home") return { kind: "move", step: { rows: mod ? -edge : 0, columns: -edge }, extend };
  if (event.key === "End") return { kind: "move", step: { rows: mod ? edge : 0, columns: edge }, extend };
  return null;
}

function modIntent(event: Key): Intent | null {
  const key = event.key.toLowerCase();
  if (key === "d") return { kind: "fill-down" };
  if (key === "i") return { kind: "origin" };
  if (key === "a") return { kind: "select", what: "all" };
  if (key === "z") return { kind: event.shiftKey ? "redo" : "undo" };
  if (key === "y") return { kind: "redo" };
  if (key === " ") return { kind: "select", what: "columns" };
  if (key === "enter") return { kind: "open" };
  return null;
}

/** Reads a key press; null when the grid has no use for it. Copy, cut and paste come as clipboard events. */
export function intentOf(event: Key, pageRows: number): Intent | null {
  if (event.altKey) {
    if (event.key === "ArrowDown") return { kind: "column-menu" };
    if (event.key === "ArrowLeft") return { kind: "fold" };
    return event.key === "ArrowRight" ? { kind: "unfold" } : null;
  }
  const move = moveIntent(event, pageRows);
  if (move) return move;
  if (event.ctrlKey || event.metaKey) return modIntent(event);
  if (event.key === "Tab") return { kind: "tab", by: event.shiftKey ? -1 : 1 };
  if (event.key === "Enter" || event.key === "F2") return { kind: "edit" };
  if (event.key === "Escape") return { kind: "escape" };
  if (event.key === "Delete" || event.key === "Backspace") return { kind: "clear" };
  if (event.key === " " && event.shiftKey) return { kind: "select", what: "rows" };
  // A composed letter (IME) arrives in the editor by itself, once that has the focus.
  if (event.key === "Process") return { kind: "edit", text: "" };
  return event.key.length === 1 ? { kind: "edit", text: event.key } : null;
}

import { useAction } from "../actions.ts";

const keys = [
  ["enter", "Edit the cell, or open its link"],
  ["shift+up", "Select cells"],
  ["mod+enter", "Write what was typed into all cells selected"],
  ["mod+d", "Fill down from the first row"],
  ["mod+i", "Where the cell's value comes from"],
  ["mod+c", "Copy cells, also to a spreadsheet"],
  ["mod+v", "Paste cells"],
  ["mod+z", "Undo"],
  ["mod+shift+z", "Redo"],
  ["alt+down", "Column menu: sort, move, pin, hide"],
  ["alt+left", "Fold the group"],
  ["escape", "Leave: Tab then goes on to the next control"],
] as const;

function GridKey({ name, label }: { name: string; label: string }) {
  useAction({ label, group: "In tables", keys: name });
  return null;
}

/** The grid's keys, listed under `?` while a grid is on the page. */
export function GridKeys() {
  return keys.map(([name, label]) => <GridKey key={name} name={name} label={label} />);
}

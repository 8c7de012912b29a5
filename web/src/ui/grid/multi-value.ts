import type { CellValue } from "./column.ts";

/** Several choices in one cell: the grid compares and undoes plain values, so it keeps them as one text. */
export function joinChoices(choices: readonly string[]): CellValue {
  return choices.length === 0 ? null : JSON.stringify(choices);
}

/** The choices in a cell; anything else that stands there (a text that nobody understood) is none. */
export function choicesIn(value: CellValue): string[] {
  if (typeof value !== "string" || !value.startsWith("[")) return [];
  try {
    const read: unknown = JSON.parse(value);
    return Array.isArray(read) ? read.map(String) : [];
  } catch {
    return [];
  }
}

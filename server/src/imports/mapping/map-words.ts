import type { ImportMap } from "@perennial/contract/imports";
import { plainWord } from "../fields/words.ts";

/** The map's translations for a column, which it names by the field or by the column's own name. */
export function findWords(map: ImportMap, field: string, column: string): ReadonlyMap<string, string | null> {
  const given = { ...map.values?.[column], ...map.values?.[field] };
  return new Map(Object.entries(given).map(([theirs, ours]) => [plainWord(theirs), ours]));
}

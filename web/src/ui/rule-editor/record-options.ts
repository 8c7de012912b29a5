import { createContext, useContext } from "react";
import type { Option } from "../option-list.tsx";

/** The kinds of record that are too many to be listed: found by typing, and named by their ids. */
export const recordTypes = ["account", "contact", "organization"] as const;
export type RecordType = (typeof recordTypes)[number];

/** Finds records by what was typed, or names those with these ids. A hook: the editor knows no endpoint. */
export type FindRecords = (
  type: RecordType,
  asked: { text: string } | { ids: readonly string[] },
) => readonly Option[];

/** Given once by the application; without it ids are written by hand. */
export const FindRecordsContext = createContext<FindRecords>(() => []);

export function isRecordType(type: string): type is RecordType {
  return (recordTypes as readonly string[]).includes(type);
}

/** The records with these ids by their names, and others that fit what was typed. */
export function useRecordOptions(type: RecordType, text: string, ids: readonly string[]): readonly Option[] {
  const useFound = useContext(FindRecordsContext);
  const named = useFound(type, { ids });
  const found = useFound(type, { text });
  return [...named, ...found.filter((each) => !ids.includes(each.value))];
}

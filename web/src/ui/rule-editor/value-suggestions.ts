import type { RuleValues } from "@perennial/contract";
import { createContext, useContext } from "react";
import { formatNumber } from "../format.ts";
import type { Option } from "../option-list.tsx";
import { useSettled } from "../use-settled.ts";

/** Where values stand that a condition may ask for: in a field of an object, or in a property of its events. */
export type ValueSource = { object: string } & (
  | { of: "field"; name: string }
  | { of: "events" }
  | { of: "properties"; event?: string }
  | { of: "property"; name: string; event?: string }
);

/** Finds values that are there, of nowhere none. A hook: the editor knows no endpoint. */
export type FindValues = (source: ValueSource | undefined, text: string) => RuleValues | undefined;

/** Given once by the application; without it nothing is suggested. */
export const FindValuesContext = createContext<FindValues>(() => undefined);

export function useValues(source: ValueSource | undefined, text: string): RuleValues | undefined {
  const useFound = useContext(FindValuesContext);
  return useFound(source, useSettled(text, 150));
}

/** The values of a field or a property as suggestions, with how often each is there. */
export function useSuggestions(source: ValueSource | undefined, text: string) {
  const found = useValues(source, text);
  const options = (found?.items ?? []).map(
    ({ value, count }): Option => ({ value, label: value, hint: formatNumber(count) }),
  );
  return { options, note: found && source && noteOf(found, source) };
}

function noteOf({ isSample, lookedAt }: RuleValues, { of }: ValueSource): string | undefined {
  const looked = formatNumber(lookedAt);
  if (!isSample) return undefined;
  return of === "field"
    ? `Of the first ${looked} records. Others can be typed.`
    : `Of the last ${looked} events. Others can be typed.`;
}

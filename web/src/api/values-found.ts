import { findRuleValues } from "@perennial/contract";
import type { FindValues } from "../ui/rule-editor/value-suggestions.ts";
import { useCall } from "./query.ts";

/** The values that are there for a condition; none where the teammate may not read them. A hook. */
export const useValuesFound: FindValues = (source, text) => {
  const { object = "", ...where } = source ?? {};
  const query = { of: "field" as const, text: text.trim(), ...where };
  return useCall(
    findRuleValues,
    { params: { object }, query },
    { enabled: source !== undefined, keepPrevious: true },
  ).data;
};

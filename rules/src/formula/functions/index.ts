import type { FormulaFunction } from "../formula.ts";
import { arithmeticFunctions } from "./arithmetic.ts";
import { dateFunctions } from "./dates.ts";
import { logicFunctions } from "./logic.ts";
import { numberFunctions } from "./numbers.ts";
import { textFunctions } from "./texts.ts";

/** Every function and operator of the language. Aggregations over related records are the language's own. */
export const formulaFunctions: readonly FormulaFunction[] = [
  ...logicFunctions,
  ...numberFunctions,
  ...textFunctions,
  ...dateFunctions,
  ...arithmeticFunctions,
];

const byName = new Map(formulaFunctions.map((fn) => [fn.name, fn]));

/** The function or operator of the name. */
export function functionNamed(name: string): FormulaFunction | undefined {
  return byName.get(name);
}

export { aggregateKinds } from "./check/check-aggregate.ts";
export { checkFormula, formulaUsesClock, parseFormula } from "./check/check-formula.ts";
export { formulaName, formulaTypeOf, namesOf } from "./check/formula-scope.ts";
export { explainFormula, type FormulaReason, plainValue } from "./explain-formula.ts";
export type { FormulaFunction } from "./formula.ts";
export {
  type AggregateNode,
  type Formula,
  type FormulaNode,
  type FormulaType,
  fieldsRead,
  partsOf,
} from "./formula.ts";
export { formulaLimits } from "./formula-limits.ts";
export { type FormulaProblem, FormulaRefused } from "./formula-problem.ts";
export type { FormulaValue } from "./formula-value.ts";
export { formulaFunctions } from "./functions/index.ts";
export { evaluateFormula } from "./memory/evaluate-formula.ts";
export { compileFormula, type FormulaCompileOptions, sqlTypes } from "./sql/compile-formula.ts";

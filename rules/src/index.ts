export { asksInHours } from "./asks-in-hours.ts";
export {
  type Catalog,
  type EventSource,
  type ExpressionScope,
  type Field,
  type FieldSql,
  type FieldType,
  fieldTypes,
  type JoinColumns,
  type NamedFormula,
  type ObjectCatalog,
  type ObjectSql,
  type Option,
  type Relation,
} from "./catalog.ts";
export { checkRule, parseRule } from "./check/check-rule.ts";
export { type ClockDependence, clockDependence } from "./clock-dependence.ts";
export { type DescribeOptions, describeRule } from "./describe-rule.ts";
export type { Env } from "./env.ts";
export { typeAskedBy } from "./event-properties.ts";
export { type Explanation, explainRule } from "./explain-rule.ts";
export * from "./formula/index.ts";
export { limits } from "./limits.ts";
export { evaluateRule } from "./memory/evaluate-rule.ts";
export type { PlainRecord } from "./memory/seen-value.ts";
export type { Truth } from "./memory/truth.ts";
export { type Askable, operatorFor, operators, operatorsFor } from "./operators/index.ts";
export type { Baseline, EditorKind, Operator, Seen, SqlOperand, SqlScope } from "./operators/operator.ts";
export { matchesPattern } from "./pattern/match-pattern.ts";
export { PatternError, parsePattern } from "./pattern/parse-pattern.ts";
export {
  asksSinceWhen,
  type CountOperator,
  nodesOf,
  type Quantifier,
  type Rule,
  type RuleNode,
} from "./rule.ts";
export { countOperators, type RuleJson, ruleJson } from "./rule-json.ts";
export { type RuleProblem, RuleRefused } from "./rule-problem.ts";
export { compileField } from "./sql/compile-field.ts";
export { type CompiledRule, type CompileOptions, compileRule } from "./sql/compile-rule.ts";
export { quoted, quotedTable } from "./sql/identifier.ts";
export { joinedAlias, joinsSql } from "./sql/scope.ts";
export { type Subject, subjectsOf } from "./subjects-of.ts";

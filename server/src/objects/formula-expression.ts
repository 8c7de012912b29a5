import type { FieldType } from "@perennial/contract";
import {
  checkFormula,
  compileFormula,
  type Env,
  type Formula,
  type FormulaProblem,
  type Catalog as RuleCatalog,
} from "@perennial/rules";
import type { RawBuilder } from "kysely";
import { boundText } from "./rule-condition.ts";

type Checked = { formula: Formula } | { problems: FormulaProblem[] };
const caches = new WeakMap<RuleCatalog, Map<string, Checked>>();

/** A formula over an object checked against what may be asked now; kept for as long as the definitions stand. */
export function checkStoredFormula(rules: RuleCatalog, object: string, text: string): Checked {
  const cache = caches.get(rules) ?? new Map<string, Checked>();
  caches.set(rules, cache);
  const key = `${object} ${text}`;
  const checked = cache.get(key) ?? checkFormula(text, rules, object);
  cache.set(key, checked);
  return checked;
}

/** Digits behind the point that a column of the type keeps; all that a formula has when absent. */
export function digitsOf(type: FieldType): number | undefined {
  return type === "currency" ? 4 : undefined;
}

/**
 * A formula as an SQL expression over its object's table as `r`, and its table of derived values, where it has one, as `r_d`:
 * the statement around must join it.
 */
export function formulaExpression(formula: Formula, env: Env, type: FieldType): RawBuilder<unknown> {
  const params: unknown[] = [];
  const digits = digitsOf(type);
  const compiled = compileFormula(formula, {
    alias: "r",
    env,
    params,
    ...(digits === undefined ? {} : { digits }),
  });
  return boundText(compiled.sql, params);
}

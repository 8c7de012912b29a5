import type { Field } from "../catalog.ts";
import { anniversaryOperators } from "./anniversary.ts";
import { booleanOperators } from "./boolean.ts";
import { changeOperators } from "./change.ts";
import { choiceOperators } from "./choice.ts";
import { dayOperators } from "./day.ts";
import { deviationOperators } from "./deviation.ts";
import { numberOperators } from "./number.ts";
import type { Operator } from "./operator.ts";
import { patternOperators } from "./pattern.ts";
import { presenceOperators } from "./presence.ts";
import { referenceOperators } from "./reference.ts";
import { textOperators } from "./text.ts";

/** Every operator of the language, in the order the editor lists them. */
export const operators: readonly Operator[] = [
  ...textOperators,
  ...patternOperators,
  ...numberOperators,
  ...dayOperators,
  ...anniversaryOperators,
  ...booleanOperators,
  ...choiceOperators,
  ...referenceOperators,
  ...presenceOperators,
  ...changeOperators,
  ...deviationOperators,
];

/** What decides which operators a field can be asked with. */
export type Askable = Pick<Field, "type"> & {
  hasHistory?: Field["hasHistory"] | undefined;
  baselines?: Field["baselines"] | undefined;
};

/** The operators that apply to a field: what the rule editor offers for it. */
export function operatorsFor(field: Askable): readonly Operator[] {
  return operators.filter((each) => each.types.includes(field.type) && has(field, each.needs));
}

/** The operator of that id for that field, when there is one. */
export function operatorFor(field: Askable, id: string): Operator | undefined {
  return operatorsFor(field).find((each) => each.id === id);
}

function has(field: Askable, needed: Operator["needs"]): boolean {
  if (needed === "history") return field.hasHistory === true;
  return needed === undefined || field.baselines !== undefined;
}

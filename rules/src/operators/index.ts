import type { FieldType } from "../catalog.ts";
import { anniversaryOperators } from "./anniversary.ts";
import { booleanOperators } from "./boolean.ts";
import { choiceOperators } from "./choice.ts";
import { dayOperators } from "./day.ts";
import { numberOperators } from "./number.ts";
import type { Operator } from "./operator.ts";
import { presenceOperators } from "./presence.ts";
import { referenceOperators } from "./reference.ts";
import { textOperators } from "./text.ts";

/** Every operator of the language, in the order the editor lists them. */
export const operators: readonly Operator[] = [
  ...textOperators,
  ...numberOperators,
  ...dayOperators,
  ...anniversaryOperators,
  ...booleanOperators,
  ...choiceOperators,
  ...referenceOperators,
  ...presenceOperators,
];

/** The operators that apply to a type: what the rule editor offers for a field. */
export function operatorsFor(type: FieldType): readonly Operator[] {
  return operators.filter((each) => each.types.includes(type));
}

/** The operator of that id for that type, when there is one. */
export function operatorFor(type: FieldType, id: string): Operator | undefined {
  return operators.find((each) => each.id === id && each.types.includes(type));
}

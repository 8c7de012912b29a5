import { type FieldType, operatorFor, operatorsFor, type RuleJson } from "@perennial/rules";

/** What an operator's value is when it has just been chosen; undefined where it has to be given. */
export function firstValue(type: FieldType, op: string): unknown {
  switch (operatorFor(type, op)?.editor) {
    case "yes-no":
      return true;
    case "duration":
      return { count: 30, unit: "days" };
    case "days":
      return { days: 30 };
    case "period":
      return { which: "this", period: "quarter" };
    default:
      return undefined;
  }
}

/** A condition about a field, with the first operator of its type. */
export function newCondition(field: { slug: string; type: FieldType }): RuleJson {
  const op = operatorsFor(field.type)[0]?.id ?? "is-set";
  return withValue({ subject: field.slug, op }, firstValue(field.type, op));
}

/** The same condition with another operator; the value stays where it still fits. */
export function withOperator(
  condition: { subject: string; op: string; value?: unknown },
  type: FieldType,
  op: string,
): RuleJson {
  const before = operatorFor(type, condition.op)?.editor;
  const after = operatorFor(type, op)?.editor;
  const value = before === after ? condition.value : firstValue(type, op);
  return withValue({ subject: condition.subject, op }, value);
}

/** A condition with a value; none when it is undefined. */
export function withValue<Condition extends object>(condition: Condition, value: unknown): Condition {
  return value === undefined ? condition : { ...condition, value };
}

export const anyRelated = (slug: string): RuleJson => ({ related: slug, quantifier: { kind: "any" } });
export const eventHappened = (name: string): RuleJson => ({
  events: name,
  count: { op: "at-least", value: 1 },
  withinDays: 30,
});

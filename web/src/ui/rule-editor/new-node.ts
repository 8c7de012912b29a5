import { type Askable, operatorFor, operatorsFor, type RuleJson } from "@perennial/rules";

/** What an operator's value is when it has just been chosen; undefined where it has to be given. */
export function firstValue(field: Askable, op: string): unknown {
  switch (operatorFor(field, op)?.editor) {
    case "yes-no":
      return true;
    case "duration":
    case "duration-or-hours":
      return { count: 30, unit: "days" };
    case "days":
      return { days: 30 };
    case "period":
      return { which: "this", period: "quarter" };
    case "change":
    case "change-values":
      return { withinDays: 30 };
    case "change-by":
      return { by: 10, withinDays: 30 };
    case "deviation":
      return { segments: [], atLeast: 2, direction: "below" };
    default:
      return undefined;
  }
}

/** A condition about a field, with the first operator of its type. */
export function newCondition(field: Askable & { slug: string }): RuleJson {
  const op = operatorsFor(field)[0]?.id ?? "is-set";
  return withValue({ subject: field.slug, op }, firstValue(field, op));
}

type Condition = Extract<RuleJson, { subject: string }>;

/** The same condition with another operator; the value stays where it still fits, and so does the duration. */
export function withOperator(condition: Condition, field: Askable, op: string): RuleJson {
  const [before, after] = [operatorFor(field, condition.op), operatorFor(field, op)];
  const value = before?.editor === after?.editor ? condition.value : firstValue(field, op);
  const { subject, op: _, value: __, ...lasting } = condition;
  return withValue({ subject, op, ...(mayLast(field, op) ? lasting : {}) }, value);
}

/** Whether a condition may ask for how long it has held. */
export function mayLast(field: Askable, op: string): boolean {
  const operator = operatorFor(field, op);
  return field.hasHistory === true && operator?.needs === undefined && operator?.usesClock !== true;
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

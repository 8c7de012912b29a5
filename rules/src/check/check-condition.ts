import type { z } from "zod";
import type { Field } from "../catalog.ts";
import { unlistedProperty } from "../event-properties.ts";
import { limits } from "../limits.ts";
import { operatorFor, operatorsFor } from "../operators/index.ts";
import type { Operator } from "../operators/operator.ts";
import type { RuleNode } from "../rule.ts";
import { type Check, didYouMean, type Json, join, type Place, refuse } from "./check.ts";

/** `{subject, op, value}`: the subject, the operator its type allows, a value of the operator's shape. */
export function checkCondition(json: Json, place: Place, check: Check): RuleNode | undefined {
  const field = checkSubject(json, place, check);
  const asked = field && checkOperator(json, field, place, check);
  return field && asked && { kind: "condition", field, ...asked, path: place.path };
}

function checkSubject(json: Json, place: Place, check: Check): Field | undefined {
  const path = join(place.path, "subject");
  const { subject } = json;
  if (typeof subject !== "string" || subject.length > limits.slugLength) {
    return refuse(check, path, "Write the subject's name.");
  }
  const known = place.object.fields.find((field) => field.slug === subject);
  if (known !== undefined) return known;
  const property = place.events && unlistedProperty(place.events, subject, json.value);
  if (property !== undefined) return property;
  const names = place.object.fields.map((field) => field.slug);
  const hint =
    place.events === undefined ? didYouMean(subject, names) : " Write “property:” and the property's name.";
  return refuse(check, path, `There is no “${subject}” on ${place.object.label}.${hint}`);
}

/** `{op, value}` for the field. */
export function checkOperator(
  json: Json,
  field: Field,
  place: Place,
  check: Check,
): { operator: Operator; value: unknown } | undefined {
  const path = join(place.path, "op");
  if (typeof json.op !== "string") return refuse(check, path, "Write an operator.");
  const operator = operatorFor(field.type, json.op);
  if (operator === undefined) {
    const written = json.op.slice(0, limits.slugLength);
    const ids = operatorsFor(field.type).map((each) => each.id);
    const known = `Use one of ${ids.join(", ")}.${didYouMean(written, ids)}`;
    return refuse(check, path, `“${field.label}” cannot be asked with “${written}”. ${known}`);
  }
  return checkValue(json, operator, field, join(place.path, "value"), check);
}

function checkValue(json: Json, operator: Operator, field: Field, path: string, check: Check) {
  if (operator.value === undefined) {
    return Object.hasOwn(json, "value") && json.value !== null
      ? refuse(check, path, `Remove the value; “${operator.id}” takes none.`)
      : { operator, value: undefined };
  }
  const parsed = operator.value.safeParse(json.value);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) refuse(check, issuePath(path, issue), issue.message);
    return undefined;
  }
  return hasKnownOptions(operator, parsed.data, field, path, check)
    ? { operator, value: parsed.data }
    : undefined;
}

/** The issue's place below `path`. */
function issuePath(path: string, issue: z.core.$ZodIssue): string {
  return issue.path.reduce<string>(
    (at, step) => join(at, typeof step === "number" ? `[${step}]` : String(step)),
    path,
  );
}

function hasKnownOptions(
  operator: Operator,
  value: unknown,
  field: Field,
  path: string,
  check: Check,
): boolean {
  if (field.options === undefined || operator.optionsIn === undefined) return true;
  const known = field.options.map((option) => option.value);
  const unknown = operator.optionsIn(value).filter((option) => !known.includes(option));
  for (const option of unknown) {
    const at = Array.isArray(value) ? join(path, `[${value.indexOf(option)}]`) : path;
    refuse(check, at, `“${field.label}” has no option “${option}”.${didYouMean(option, known)}`);
  }
  return unknown.length === 0;
}

import type { z } from "zod";
import type { Field } from "../catalog.ts";
import { unlistedProperty } from "../event-properties.ts";
import { limits } from "../limits.ts";
import { operatorFor, operators, operatorsFor } from "../operators/index.ts";
import type { Operator } from "../operators/operator.ts";
import { type RuleNode, segmentSlug } from "../rule.ts";
import { withinDaysJson, withinHoursJson } from "../rule-json.ts";
import { type Check, didYouMean, type Json, join, type Place, refuse } from "./check.ts";

/** `{subject, op, value}`: the subject, the operator its type allows, a value of the operator's shape. */
export function checkCondition(json: Json, place: Place, check: Check): RuleNode | undefined {
  const field = checkSubject(json, place, check);
  const asked = field && checkOperator(json, field, place, check);
  if (field === undefined || asked === undefined) return undefined;
  const segments = checkSegments(asked, place, check);
  const forDays = checkDuration(json, field, asked.operator, place, check);
  if (segments === undefined || forDays === "refused") return undefined;
  return { kind: "condition", field, ...asked, segments, ...forDays, path: place.path };
}

/** The segments that the value names, as fields of the object. */
function checkSegments(
  { operator, value }: { operator: Operator; value: unknown },
  place: Place,
  check: Check,
): Field[] | undefined {
  const known = place.object.fields.filter((field) => field.type === "segment");
  const found: Field[] = [];
  const named = operator.segmentsIn?.(value) ?? [];
  for (const [index, slug] of named.entries()) {
    const field = known.find((each) => each.slug === segmentSlug(slug));
    if (field !== undefined) found.push(field);
    else {
      const path = join(place.path, `value.segments[${index}]`);
      const names = known.map((each) => each.slug.slice(segmentSlug("").length));
      refuse(check, path, `There is no segment “${slug}”.${didYouMean(slug, names)}`);
    }
  }
  return found.length === named.length ? found : undefined;
}

/** `forDays` or `forHours`: only where it can be known, and where the answer to a value stays the same from day to day. */
function checkDuration(
  json: Json,
  field: Field,
  operator: Operator,
  place: Place,
  check: Check,
): { forDays?: number } | { forHours?: number } | "refused" {
  if (json.forDays === undefined && json.forHours === undefined) return {};
  const key = json.forHours === undefined ? "forDays" : "forHours";
  const path = join(place.path, key);
  const count = (key === "forDays" ? withinDaysJson : withinHoursJson).safeParse(json[key]);
  const message = !count.success
    ? (count.error.issues[0]?.message ?? "Give a whole number.")
    : key === "forHours" && json.forDays !== undefined
      ? "Give days or hours, not both."
      : field.hasHistory !== true
        ? `The history of “${field.label}” is not kept, so nobody knows since when.${inSegment(place)}`
        : operator.usesClock === true || operator.needs !== undefined
          ? `“${operator.label}” changes with the days: put it into a segment, and ask for how long a record has been in that.`
          : undefined;
  if (message !== undefined) {
    refuse(check, path, message);
    return "refused";
  }
  return count.success ? { [key]: count.data } : "refused";
}

/** What to do instead, where there are segments. */
function inSegment({ object }: Place): string {
  const hasSegments = object.fields.some((field) => field.type === "segment");
  return hasSegments
    ? " Put the condition into a segment, and ask for how long a record has been in that."
    : "";
}

function checkSubject(json: Json, place: Place, check: Check): Field | undefined {
  const path = join(place.path, "subject");
  const { subject } = json;
  if (typeof subject !== "string" || subject.length > limits.slugLength) {
    return refuse(check, path, "Write the subject's name.");
  }
  const known = place.object.fields.find((field) => field.slug === subject);
  if (known !== undefined) return known;
  const { propertiesOf } = place.object;
  const property = propertiesOf && unlistedProperty(propertiesOf, subject, json);
  if (property !== undefined) return property;
  const names = place.object.fields.map((field) => field.slug);
  const hint =
    propertiesOf === undefined ? didYouMean(subject, names) : " Write “property:” and the property's name.";
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
  const operator = operatorFor(field, json.op);
  if (operator === undefined) {
    const written = json.op.slice(0, limits.slugLength);
    const lacking = operators.find((each) => each.id === written && each.types.includes(field.type));
    if (lacking !== undefined)
      return refuse(check, path, lackingMessages[lacking.needs ?? "history"](field.label));
    const ids = operatorsFor(field).map((each) => each.id);
    const known = `Use one of ${ids.join(", ")}.${didYouMean(written, ids)}`;
    return refuse(check, path, `“${field.label}” cannot be asked with “${written}”. ${known}`);
  }
  return checkValue(json, operator, field, join(place.path, "value"), check);
}

/** Why an operator of the field's type cannot be asked of this field. */
const lackingMessages = {
  history: (label: string) => `The history of “${label}” is not kept, so its changes cannot be asked about.`,
  baselines: (label: string) => `There are no healthy baselines of “${label}”; they are kept of metrics.`,
};

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

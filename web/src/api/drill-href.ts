import type { RuleJson } from "@perennial/rules";

/** Where the records behind a number are listed: the object's own page, narrowed to a rule; none where it has no page. */
export function drillHref(object: string, rule: RuleJson): string | undefined {
  const path = listed.get(object);
  return path && `${path}?filter=${encodeURIComponent(JSON.stringify(rule))}`;
}

const listed: ReadonlyMap<string, string> = new Map([
  ["account", "/accounts"],
  ["contact", "/contacts"],
  ["renewal", "/renewals"],
  ["task", "/tasks"],
  ["organization", "/organizations"],
  ["risk", "/risks"],
  ["meeting", "/meetings"],
  ["survey_response", "/surveys"],
]);

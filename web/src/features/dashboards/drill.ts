import type { RuleJson } from "@perennial/rules";

/** Where the records behind a number are listed: the object's own page, narrowed to a rule. */
export function drillHref(object: string, rule: RuleJson): string {
  return `/${object}s?filter=${encodeURIComponent(JSON.stringify(rule))}`;
}

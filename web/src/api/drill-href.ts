import type { RuleJson } from "@perennial/rules";

/** Where the records behind a number are listed: the object's own page, narrowed to a rule; none where it has no page. */
export function drillHref(object: string, rule: RuleJson): string | undefined {
  if (!listed.has(object)) return undefined;
  return `/${object}s?filter=${encodeURIComponent(JSON.stringify(rule))}`;
}

const listed = new Set(["account", "contact", "renewal", "task", "organization", "risk"]);

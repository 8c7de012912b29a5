import type { RuleJson } from "@perennial/rules";

/** How the members of a group are joined: every rule can be written as groups of these four kinds. */
export type Join = "all" | "any" | "none" | "not-all";
export type Group = { join: Join; nodes: readonly RuleJson[] };

export const joins: readonly { value: Join; label: string }[] = [
  { value: "all", label: "all of" },
  { value: "any", label: "any of" },
  { value: "none", label: "none of" },
  { value: "not-all", label: "not all of" },
];

/** The rule as a group, if it is one; a negation is always one. */
export function groupOf(rule: RuleJson): Group | undefined {
  if ("all" in rule) return { join: "all", nodes: rule.all };
  if ("any" in rule) return { join: "any", nodes: rule.any };
  if (!("not" in rule)) return undefined;
  const inner = rule.not;
  if ("all" in inner) return { join: "not-all", nodes: inner.all };
  if ("any" in inner) return { join: "none", nodes: inner.any };
  return { join: "none", nodes: [inner] };
}

/** The group as a rule. */
export function ruleOf({ join, nodes }: Group): RuleJson {
  const members = [...nodes];
  switch (join) {
    case "all":
      return { all: members };
    case "any":
      return { any: members };
    case "none":
      return { not: { any: members } };
    case "not-all":
      return { not: { all: members } };
  }
}

/** Where the members of a group stand in the rule's JSON, as problems name them. */
export function memberPath(rule: RuleJson, path: string, index: number): string {
  const step = (key: string, from: string) => (from === "" ? key : `${from}.${key}`);
  if ("not" in rule) {
    const inside = step("not", path);
    return groupOf(rule.not) && !("not" in rule.not) ? memberPath(rule.not, inside, index) : inside;
  }
  return `${step("all" in rule ? "all" : "any", path)}[${index}]`;
}

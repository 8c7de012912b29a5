import { nodesOf, type Rule, type RuleNode } from "./rule.ts";

/** How often time alone may change an answer. */
export type ClockDependence = "never" | "daily" | "hourly";

/**
 * Whether the rule has to be asked again although no fact changed: each local midnight, or, where something is asked in hours, at
 * each hour as well.
 */
export function clockDependence(rule: Rule): ClockDependence {
  const nodes = [...nodesOf(rule)].map(({ node }) => node);
  if (nodes.some(changesInHours)) return "hourly";
  return nodes.some(changesInDays) ? "daily" : "never";
}

function changesInHours(node: RuleNode): boolean {
  if ("withinHours" in node && node.withinHours !== undefined) return true;
  if ("operator" in node && node.operator.countsHours?.(node.value) === true) return true;
  return node.kind === "condition" && node.forHours !== undefined;
}

function changesInDays(node: RuleNode): boolean {
  if ("withinDays" in node && node.withinDays !== undefined) return true;
  if ("operator" in node && node.operator.usesClock === true) return true;
  return node.kind === "condition" && (node.field.changesDaily === true || node.forDays !== undefined);
}

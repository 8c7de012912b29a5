import { nodesOf, type Rule } from "./rule.ts";

/** How often time alone may change an answer. */
export type ClockDependence = "never" | "daily";

/** Whether the rule has to be asked again each local midnight although no fact changed. */
export function clockDependence(rule: Rule): ClockDependence {
  for (const { node } of nodesOf(rule)) {
    if ("withinDays" in node && node.withinDays !== undefined) return "daily";
    if ("operator" in node && node.operator.usesClock === true) return "daily";
    if (node.kind === "condition" && (node.field.changesDaily === true || node.forDays !== undefined))
      return "daily";
  }
  return "never";
}

import type { Rule, RuleNode } from "@perennial/rules";

/** The nodes of a rule about its own object: groups are entered, rules about related records and events are not. */
export function* ownNodes(rule: Rule, node: RuleNode = rule.root): Generator<RuleNode> {
  yield node;
  if (node.kind === "all" || node.kind === "any") for (const each of node.nodes) yield* ownNodes(rule, each);
  if (node.kind === "not") yield* ownNodes(rule, node.node);
}

/** Every node of a rule, those about related records and events included. */
export function* allNodes(rule: Rule): Generator<RuleNode> {
  for (const node of ownNodes(rule)) {
    yield node;
    if ("where" in node && node.where) yield* allNodes(node.where);
  }
}

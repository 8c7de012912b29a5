import {
  type AggregateNode,
  type Formula,
  type FormulaNode,
  partsOf,
  type Rule,
  type RuleNode,
} from "@perennial/rules";

/** The related records that a formula reads, as a rule that asks about the same: what {@link plainAccount} has to read. */
export function ruleOfFormula(formula: Formula): Rule {
  return ruleOf(formula.object, [formula.root]);
}

function ruleOf(object: Rule["object"], parts: readonly FormulaNode[]): Rule {
  const nodes = parts.flatMap(aggregatesIn).map(relatedNode);
  return { object, root: { kind: "all", nodes, path: "" } };
}

/** The aggregates of a formula, those within other aggregates left out. */
function aggregatesIn(node: FormulaNode): AggregateNode[] {
  return node.kind === "aggregate" ? [node] : partsOf(node).flatMap(aggregatesIn);
}

function relatedNode(node: AggregateNode): RuleNode {
  return {
    kind: "related",
    relation: node.relation,
    object: node.object,
    quantifier: { kind: "any" },
    where: ruleOf(node.object, partsOf(node)),
    path: "",
  };
}

import type { Field, Option } from "./catalog.ts";
import type {
  ConditionNode,
  CountOperator,
  EventCountNode,
  EventScope,
  EventTimeNode,
  RelatedNode,
  Rule,
  RuleNode,
} from "./rule.ts";
import { eventTimeLabel, segmentSlug } from "./rule.ts";

export interface DescribeOptions {
  /** The name of a record referred to by id (a teammate); the id itself when absent or undefined. */
  nameOf?: (type: Field["type"], id: string) => string | undefined;
}

/** The rule as one plain English sentence. */
export function describeRule(rule: Rule, options: DescribeOptions = {}): string {
  const sentence = describeNode(rule.root, options);
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** One node as a part of a sentence. */
function describeNode(node: RuleNode, options: DescribeOptions): string {
  switch (node.kind) {
    case "all":
      return node.nodes.length === 0 ? "anything" : joined(node.nodes, "and", options);
    case "any":
      return joined(node.nodes, "or", options);
    case "not":
      return `not (${describeNode(node.node, options)})`;
    case "condition":
      return describeCondition(node, options);
    case "related":
      return describeRelated(node, options);
    case "event-count":
      return describeEventCount(node, options);
    case "event-time":
      return describeEventTime(node, options);
  }
}

/** What a quantifier or a group asks, without its members: the head of an explanation. */
export function describeHead(node: RuleNode, options: DescribeOptions): string {
  if (node.kind === "all") return "all of";
  if (node.kind === "any") return "any of";
  return node.kind === "not" ? "not" : describeNode(node, options);
}

function joined(nodes: readonly RuleNode[], by: string, options: DescribeOptions): string {
  return nodes
    .map((node) => {
      const part = describeNode(node, options);
      const isGroup = (node.kind === "all" || node.kind === "any") && node.nodes.length > 1;
      return isGroup && nodes.length > 1 ? `(${part})` : part;
    })
    .join(` ${by} `);
}

function describeCondition(node: ConditionNode, options: DescribeOptions): string {
  const { field, operator, value, segments } = node;
  const segmentName = (slug: string) => segments.find((each) => each.slug === segmentSlug(slug))?.label;
  const part = operator.describe(
    field.label,
    value,
    (written) => segmentName(written) ?? valueName(field, written, options),
  );
  const held = counted(node.forDays, "day") || counted(node.forHours, "hour");
  return held === "" ? part : `${part} for at least ${held}`;
}

/** “1 hour”, “14 days”; nothing where there is no such count. */
function counted(count: number | undefined, unit: string): string {
  return count === undefined ? "" : `${count} ${count === 1 ? unit : `${unit}s`}`;
}

function valueName(field: Field, written: string, options: DescribeOptions): string {
  const option: Option | undefined = field.options?.find((each) => each.value === written);
  return option?.label ?? options.nameOf?.(field.type, written) ?? written;
}

function describeRelated(node: RelatedNode, options: DescribeOptions): string {
  const { quantifier } = node;
  const plain = quantifier.kind === "none" ? "no" : quantifier.kind.replace("-", " ");
  const many = "count" in quantifier ? `${plain} ${quantifier.count}` : plain;
  const which = node.where === undefined ? "" : ` where ${describeWhere(node.where, options)}`;
  return `${many} ${node.relation.label}${which}`;
}

const never: readonly CountOperator[] = ["at-most", "exactly"];

function describeEventCount(node: EventCountNode, options: DescribeOptions): string {
  const { op, value } = node.count;
  const scope = describeScope(node, options);
  if (value === 0 && never.includes(op)) return `“${node.name}” did not happen${scope}`;
  return `“${node.name}” happened ${op.replace("-", " ")} ${value} ${value === 1 ? "time" : "times"}${scope}`;
}

function describeEventTime(node: EventTimeNode, options: DescribeOptions): string {
  const label = `${eventTimeLabel(node.time, node.name)}${describeScope(node, options)}`;
  return node.operator.describe(label, node.value, (written) => written);
}

function describeScope(node: EventScope, options: DescribeOptions): string {
  const reach = counted(node.withinDays, "day") || counted(node.withinHours, "hour");
  const window = reach === "" ? "" : ` in the last ${reach}`;
  return node.where === undefined ? window : `${window} where ${describeWhere(node.where, options)}`;
}

/** In brackets when it has several parts, so that what follows cannot be read into it. */
function describeWhere({ root }: Rule, options: DescribeOptions): string {
  const part = describeNode(root, options);
  return (root.kind === "all" || root.kind === "any") && root.nodes.length > 1 ? `(${part})` : part;
}

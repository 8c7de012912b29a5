import type { EventSource, Field, ObjectCatalog, Relation } from "./catalog.ts";
import type { Operator } from "./operators/operator.ts";
import type { countOperators } from "./rule-json.ts";
import type { Within } from "./values/event-window.ts";

/** A checked rule over the records of one object: every name resolved, every value of its operator's shape. Made by `checkRule`. */
export interface Rule {
  readonly object: ObjectCatalog;
  readonly root: RuleNode;
}

export type RuleNode = GroupNode | NotNode | ConditionNode | RelatedNode | EventCountNode | EventTimeNode;

interface Located {
  /** Where the node stands in the rule's JSON: `all[1].not`; empty at the top. */
  readonly path: string;
}

interface GroupNode extends Located {
  readonly kind: "all" | "any";
  readonly nodes: readonly RuleNode[];
}

interface NotNode extends Located {
  readonly kind: "not";
  readonly node: RuleNode;
}

export interface ConditionNode extends Located {
  readonly kind: "condition";
  readonly field: Field;
  readonly operator: Operator;
  readonly value: unknown;
  /** It must have held for so many days: no value that the field had since then fails it. */
  readonly forDays?: number;
  /** The same in hours; one of the two. */
  readonly forHours?: number;
  /** The segments that the value names. */
  readonly segments: readonly Field[];
}

export type Quantifier =
  | { readonly kind: "any" | "none" | "all" }
  | { readonly kind: "at-least" | "at-most" | "exactly"; readonly count: number };

export interface RelatedNode extends Located {
  readonly kind: "related";
  readonly relation: Relation;
  readonly quantifier: Quantifier;
  /** Over the related object; absent: every related record fits. */
  readonly where?: Rule;
  /** The related object itself, also without `where`. */
  readonly object: ObjectCatalog;
}

export interface EventScope extends Located, Within {
  readonly source: EventSource;
  readonly name: string;
  /** Over the properties of each event. */
  readonly where?: Rule;
}

export type CountOperator = (typeof countOperators)[number];

export interface EventCountNode extends EventScope {
  readonly kind: "event-count";
  readonly count: { readonly op: CountOperator; readonly value: number };
}

/** A condition about the instant of the first or the last such event. */
export interface EventTimeNode extends EventScope {
  readonly kind: "event-time";
  readonly time: "first" | "last";
  readonly operator: Operator;
  readonly value: unknown;
}

/** Whether the condition must have held for a while, which its field's history tells. */
export function asksSinceWhen(node: ConditionNode): boolean {
  return node.forDays !== undefined || node.forHours !== undefined;
}

/** Every node of the rule with the object it is about, groups before their members, related rules included. */
export function* nodesOf(
  rule: Rule,
  within: RuleNode = rule.root,
): Generator<{ node: RuleNode; object: ObjectCatalog }> {
  yield { node: within, object: rule.object };
  if (within.kind === "all" || within.kind === "any")
    for (const node of within.nodes) yield* nodesOf(rule, node);
  if (within.kind === "not") yield* nodesOf(rule, within.node);
  if ("where" in within && within.where !== undefined) yield* nodesOf(within.where);
}

/** “the last “Logged in””: what a condition about an event's instant is about. */
export function eventTimeLabel(time: "first" | "last", name: string): string {
  return `the ${time} “${name}”`;
}

/** How rules name membership of a segment. */
export function segmentSlug(segment: string): string {
  return `segment:${segment}`;
}

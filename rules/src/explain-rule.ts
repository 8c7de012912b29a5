import { type DescribeOptions, describeHead } from "./describe-rule.ts";
import type { Env } from "./env.ts";
import { evaluateNode, eventCount, eventTime, fittingOf, relatedOf } from "./memory/evaluate-rule.ts";
import { ownValue, type PlainRecord, seenValue } from "./memory/seen-value.ts";
import type { Truth } from "./memory/truth.ts";
import type { Seen } from "./operators/operator.ts";
import type { RelatedNode, Rule, RuleNode } from "./rule.ts";

/** Why a rule holds for a record, node by node. */
export interface Explanation {
  /** The node's place in the rule's JSON. */
  path: string;
  kind: RuleNode["kind"];
  /** What the node asks, in English. */
  description: string;
  result: Truth;
  /** What was there: a value as JSON (`null` when missing), a count of events or of fitting related records. */
  seen?: unknown;
  /** What it was compared with. */
  asked?: unknown;
  /** Members of a group; for related records, those looked at, fitting ones first. */
  children?: Explanation[];
  /** Of related records: the record's id, when it has one. */
  id?: string;
}

/** Rows a related condition shows at most. */
const mostRows = 20;

/** The rule, judged for one record, with what was seen, asked and found at every node. */
export function explainRule(
  rule: Rule,
  record: PlainRecord,
  env: Env,
  options: DescribeOptions = {},
): Explanation {
  return explainNode(rule.root, record, env, options);
}

function explainNode(node: RuleNode, record: PlainRecord, env: Env, options: DescribeOptions): Explanation {
  const explain = (each: RuleNode): Explanation => explainNode(each, record, env, options);
  const head = {
    path: node.path,
    kind: node.kind,
    description: describeHead(node, options),
    result: evaluateNode(node, record, env),
  };
  switch (node.kind) {
    case "all":
    case "any":
      return { ...head, children: node.nodes.map(explain) };
    case "not":
      return { ...head, children: [explain(node.node)] };
    case "condition":
      return { ...head, seen: plain(seenValue(node.field, record)), asked: node.value ?? null };
    case "event-count":
      return { ...head, seen: eventCount(node, record, env), asked: node.count };
    case "event-time":
      return { ...head, seen: plain(eventTime(node, record, env)), asked: node.value ?? null };
    case "related":
      return { ...head, ...explainRelated(node, record, env, options) };
  }
}

function explainRelated(node: RelatedNode, record: PlainRecord, env: Env, options: DescribeOptions) {
  const { where } = node;
  const fitting = fittingOf(node, record, env);
  const others = relatedOf(node, record).filter((each) => !fitting.includes(each));
  const children =
    where === undefined
      ? []
      : [...fitting, ...others].slice(0, mostRows).map((each) => {
          const id = ownValue(each, "id");
          const explained = explainNode(where.root, each, env, options);
          return typeof id === "string" ? { ...explained, id } : explained;
        });
  return { seen: fitting.length, asked: node.quantifier, children };
}

/** A seen value as JSON. */
function plain(seen: Seen): unknown {
  const isTemporal = seen instanceof Temporal.PlainDate || seen instanceof Temporal.Instant;
  return isTemporal ? seen.toString() : seen;
}

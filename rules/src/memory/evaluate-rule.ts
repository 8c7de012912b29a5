import type { Env } from "../env.ts";
import type { Operator, Seen, SeenBeside } from "../operators/operator.ts";
import type {
  ConditionNode,
  CountOperator,
  EventCountNode,
  EventTimeNode,
  Quantifier,
  RelatedNode,
  Rule,
  RuleNode,
} from "../rule.ts";
import { heldSince } from "../values/event-window.ts";
import { type EventSeen, eventsIn, instantOf, occurrencesOf } from "./events-seen.ts";
import { besideOf, createdAtOf, nothingBeside } from "./seen-beside.ts";
import { ownValue, type PlainRecord, seenValue } from "./seen-value.ts";
import { allOf, anyOf, notOf, type Truth } from "./truth.ts";

/** Whether the record fits the rule; `null` when something missing leaves it unknown, which counts as not fitting. */
export function evaluateRule(rule: Rule, record: PlainRecord, env: Env): Truth {
  return evaluateNode(rule.root, record, env);
}

/** One node of a rule for one record. */
export function evaluateNode(node: RuleNode, record: PlainRecord, env: Env): Truth {
  switch (node.kind) {
    case "all":
      return allOf(node.nodes.map((each) => evaluateNode(each, record, env)));
    case "any":
      return anyOf(node.nodes.map((each) => evaluateNode(each, record, env)));
    case "not":
      return notOf(evaluateNode(node.node, record, env));
    case "condition":
      return conditionTruth(node, record, env);
    case "related":
      return holdsFor(node.quantifier, fittingOf(node, record, env).length, relatedOf(node, record).length);
    case "event-count":
      return countHolds[node.count.op](eventCount(node, record, env), node.count.value);
    case "event-time":
      return evaluateOperator(node.operator, eventTime(node, record, env), node.value, env, nothingBeside);
  }
}

/** Of a condition with a duration: the truth about every value that the field had since then. */
function conditionTruth(node: ConditionNode, record: PlainRecord, env: Env): Truth {
  const beside = besideOf(node, record);
  const truthOf = (seen: Seen): Truth => evaluateOperator(node.operator, seen, node.value, env, beside);
  const now = truthOf(seenValue(node.field, record));
  const start = heldSince(node, env);
  if (start === undefined) return now;
  const createdAt = createdAtOf(record);
  if (createdAt === undefined || Temporal.Instant.compare(createdAt, start) >= 0) return false;
  const since = beside.changes().filter((change) => Temporal.Instant.compare(change.at, start) >= 0);
  return allOf([now, ...since.map((change) => truthOf(change.old))]);
}

/** Missing is unknown to every operator but those about presence, and those that look beside the value. */
function evaluateOperator(
  operator: Operator,
  seen: Seen,
  value: unknown,
  env: Env,
  beside: SeenBeside,
): Truth {
  const decides = operator.aboutPresence === true || operator.needs !== undefined;
  return seen === null && !decides ? null : operator.evaluate(seen, value, env, beside);
}

/** The related records in memory. */
export function relatedOf(node: RelatedNode, record: PlainRecord): readonly PlainRecord[] {
  const related = ownValue(record, node.relation.memory ?? node.relation.slug) ?? [];
  if (!Array.isArray(related)) throw new TypeError(`“${node.relation.slug}” of a record is a list.`);
  return related;
}

/** Those that fit; one of which it is unknown does not. */
export function fittingOf(node: RelatedNode, record: PlainRecord, env: Env): readonly PlainRecord[] {
  const { where } = node;
  const related = relatedOf(node, record);
  return where === undefined ? related : related.filter((each) => evaluateRule(where, each, env) === true);
}

function holdsFor(quantifier: Quantifier, fitting: number, total: number): boolean {
  switch (quantifier.kind) {
    case "any":
      return fitting > 0;
    case "none":
      return fitting === 0;
    case "all":
      return fitting === total;
    case "at-least":
      return fitting >= quantifier.count;
    case "at-most":
      return fitting <= quantifier.count;
    case "exactly":
      return fitting === quantifier.count;
  }
}

const countHolds: Record<CountOperator, (count: number, asked: number) => boolean> = {
  "at-least": (count, asked) => count >= asked,
  "at-most": (count, asked) => count <= asked,
  exactly: (count, asked) => count === asked,
  "more-than": (count, asked) => count > asked,
  "fewer-than": (count, asked) => count < asked,
};

function fittingEvents(node: EventCountNode | EventTimeNode, record: PlainRecord, env: Env): EventSeen[] {
  const { where } = node;
  const events = eventsIn(node, record, env);
  return where === undefined ? events : events.filter((event) => evaluateRule(where, event, env) === true);
}

/** How often it happened in the window. */
export function eventCount(node: EventCountNode, record: PlainRecord, env: Env): number {
  return fittingEvents(node, record, env).reduce((sum, event) => sum + occurrencesOf(event), 0);
}

/** When it first or last happened in the window; `null` when it did not. */
export function eventTime(node: EventTimeNode, record: PlainRecord, env: Env): Temporal.Instant | null {
  const instants = fittingEvents(node, record, env).flatMap((event) => instantOf(event) ?? []);
  instants.sort(Temporal.Instant.compare);
  return instants.at(node.time === "first" ? 0 : -1) ?? null;
}

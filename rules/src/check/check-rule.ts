import type { Catalog } from "../catalog.ts";
import { limits } from "../limits.ts";
import type { Rule, RuleNode } from "../rule.ts";
import { type RuleProblem, RuleRefused } from "../rule-problem.ts";
import { below, type Check, hasOnly, type Json, join, type Place, refuse } from "./check.ts";
import { checkCondition } from "./check-condition.ts";
import { checkEvents } from "./check-events.ts";
import { checkRelated } from "./check-related.ts";

/** Checks a rule against the catalog for the object `objectSlug`; throws `RuleRefused` with every problem. */
export function parseRule(json: unknown, catalog: Catalog, objectSlug: string): Rule {
  const checked = checkRule(json, catalog, objectSlug);
  if ("problems" in checked) throw new RuleRefused(checked.problems);
  return checked.rule;
}

/** The checked rule, or every problem with its path and what to do. Never throws, whatever the JSON holds. */
export function checkRule(
  json: unknown,
  catalog: Catalog,
  objectSlug: string,
): { rule: Rule } | { problems: RuleProblem[] } {
  const object = catalog.objects.find((each) => each.slug === objectSlug);
  if (object === undefined) {
    return { problems: [{ path: "", message: `There is no object “${objectSlug}” to ask about.` }] };
  }
  const check: Check = { catalog, problems: [], nodes: 0, node: checkNode };
  const root = checkNode(json, { object, path: "", depth: 1, relatedDepth: 0 }, check);
  return root === undefined || check.problems.length > 0
    ? { problems: check.problems }
    : { rule: { object, root } };
}

interface Kind {
  keys: readonly string[];
  check(json: Json, place: Place, check: Check): RuleNode | undefined;
}

/** By the key that names a node's kind: the keys it may have and how it is checked. */
const kinds: ReadonlyMap<string, Kind> = new Map([
  ["all", { keys: ["all"], check: (json, place, check) => checkGroup("all", json, place, check) }],
  ["any", { keys: ["any"], check: (json, place, check) => checkGroup("any", json, place, check) }],
  ["not", { keys: ["not"], check: checkNot }],
  ["subject", { keys: ["subject", "op", "value", "forDays", "forHours"], check: checkCondition }],
  ["related", { keys: ["related", "quantifier", "where"], check: checkRelated }],
  [
    "events",
    {
      keys: ["events", "count", "time", "op", "value", "withinDays", "withinHours", "where"],
      check: checkEvents,
    },
  ],
] satisfies [string, Kind][]);
const kindNames = [...kinds.keys()].join(", ");

function checkNode(json: unknown, place: Place, check: Check): RuleNode | undefined {
  if (place.depth > limits.depth) return refuse(check, place.path, `Nest at most ${limits.depth} groups.`);
  check.nodes += 1;
  if (check.nodes > limits.nodes) {
    // Once is enough; the walk ends here.
    return check.nodes === limits.nodes + 1
      ? refuse(check, place.path, `Use at most ${limits.nodes} groups and conditions.`)
      : undefined;
  }
  if (!isJsonObject(json)) return refuse(check, place.path, `Write an object with one of ${kindNames}.`);
  const named = Object.keys(json).filter((key) => kinds.has(key));
  const kind = kinds.get(named[0] ?? "");
  if (kind === undefined || named.length > 1)
    return refuse(check, place.path, `Write exactly one of ${kindNames}.`);
  return hasOnly(json, kind.keys, place.path, check) ? kind.check(json, place, check) : undefined;
}

function isJsonObject(json: unknown): json is Json {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function checkGroup(kind: "all" | "any", json: Json, place: Place, check: Check): RuleNode | undefined {
  const members = json[kind];
  const inside = below(place, kind);
  if (!Array.isArray(members)) return refuse(check, inside.path, "Write a list of conditions.");
  if (kind === "any" && members.length === 0)
    return refuse(check, inside.path, "Add at least one condition.");
  const nodes: RuleNode[] = [];
  for (const [index, member] of members.entries()) {
    if (check.nodes > limits.nodes) break;
    const node = checkNode(member, { ...inside, path: join(inside.path, `[${index}]`) }, check);
    if (node !== undefined) nodes.push(node);
  }
  return { kind, nodes, path: place.path };
}

function checkNot(json: Json, place: Place, check: Check): RuleNode | undefined {
  const node = checkNode(json.not, below(place, "not"), check);
  return node && { kind: "not", node, path: place.path };
}

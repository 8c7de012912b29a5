import type { Catalog, ObjectCatalog } from "../catalog.ts";
import { limits } from "../limits.ts";
import type { Rule, RuleNode } from "../rule.ts";
import type { RuleProblem } from "../rule-problem.ts";
import { nearestName } from "../values/nearest-name.ts";

export type Json = Record<string, unknown>;

/** One walk over a rule's JSON. */
export interface Check {
  catalog: Catalog;
  problems: RuleProblem[];
  /** Nodes met so far. */
  nodes: number;
  /** Checks any kind of node; here, so that the kinds need not know one another. */
  node(json: unknown, place: Place, check: Check): RuleNode | undefined;
}

/** Where the walk stands, and what the conditions there are about. */
export interface Place {
  object: ObjectCatalog;
  path: string;
  depth: number;
  relatedDepth: number;
}

/** A path one step further: `all` + `[1]` + `value` is `all[1].value`. */
export function join(path: string, step: string): string {
  return path === "" || step.startsWith("[") ? path + step : `${path}.${step}`;
}

/** The place one node further in. */
export function below(place: Place, step: string): Place {
  return { ...place, path: join(place.path, step), depth: place.depth + 1 };
}

/** Notes a problem and gives nothing, so that a check can end with it. */
export function refuse(check: Check, path: string, message: string): undefined {
  if (check.problems.length < limits.problems) check.problems.push({ path, message });
}

/** Whether the node has no other keys; each one too many is a problem. */
export function hasOnly(json: Json, keys: readonly string[], path: string, check: Check): boolean {
  const unknown = Object.keys(json).filter((key) => !keys.includes(key));
  for (const key of unknown) {
    refuse(
      check,
      join(path, key),
      `Remove “${key}”; allowed here: ${keys.join(", ")}.${didYouMean(key, keys)}`,
    );
  }
  return unknown.length === 0;
}

/** “ Did you mean “plan”?”, or nothing when no name is near. */
export function didYouMean(written: string, names: Iterable<string>): string {
  const nearest = nearestName(written, names);
  return nearest === undefined ? "" : ` Did you mean “${nearest}”?`;
}

/** The nested rule about the records or events at `place`, absent when none is written. */
export function checkWhere(json: Json, place: Place, check: Check): Rule | undefined | "refused" {
  if (json.where === undefined) return undefined;
  const root = check.node(json.where, below(place, "where"), check);
  return root === undefined ? "refused" : { object: place.object, root };
}

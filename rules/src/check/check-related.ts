import { limits } from "../limits.ts";
import type { RuleNode } from "../rule.ts";
import { quantifierJson } from "../rule-json.ts";
import { type Check, checkWhere, didYouMean, type Json, join, type Place, refuse } from "./check.ts";

/** `{related, quantifier, where}`: how many related records fit a rule of their own. */
export function checkRelated(json: Json, place: Place, check: Check): RuleNode | undefined {
  const path = join(place.path, "related");
  const relations = place.object.relations ?? [];
  const relation = relations.find((each) => each.slug === json.related);
  const object = relation && check.catalog.objects.find((each) => each.slug === relation.object);
  if (relation === undefined || object === undefined) {
    const written = typeof json.related === "string" ? json.related.slice(0, limits.slugLength) : "";
    const hint = didYouMean(
      written,
      relations.map((each) => each.slug),
    );
    return refuse(check, path, `There are no “${written}” related to ${place.object.label}.${hint}`);
  }
  if (place.relatedDepth >= limits.relatedDepth) {
    return refuse(check, path, `Ask about related records at most ${limits.relatedDepth} steps away.`);
  }
  const quantifier = quantifierJson.safeParse(json.quantifier ?? { kind: "any" });
  if (!quantifier.success) {
    return refuse(
      check,
      join(place.path, "quantifier"),
      quantifier.error.issues[0]?.message ?? "Write {kind}.",
    );
  }
  const inside: Place = {
    object,
    path: place.path,
    depth: place.depth,
    relatedDepth: place.relatedDepth + 1,
  };
  const where = checkWhere(json, inside, check);
  if (where === "refused") return undefined;
  return {
    kind: "related",
    relation,
    object,
    quantifier: quantifier.data,
    ...(where && { where }),
    path: place.path,
  };
}

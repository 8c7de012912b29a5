import { nodesOf, type Rule } from "./rule.ts";

/** Something a rule looks at; the engine's dependency graph is made of these. */
export type Subject =
  | { kind: "field"; object: string; slug: string }
  | { kind: "relation"; object: string; slug: string }
  | { kind: "event"; object: string; name: string };

/** What the rule looks at, each once, nested rules included; event properties count as their event. */
export function subjectsOf(rule: Rule): Subject[] {
  const found = new Map<string, Subject>();
  const add = (subject: Subject) => found.set(JSON.stringify(subject), subject);
  for (const { node, object } of nodesOf(rule)) {
    if (node.kind === "condition" && node.field.freeJson !== true) {
      for (const { slug } of [node.field, ...node.segments])
        add({ kind: "field", object: object.slug, slug });
    } else if (node.kind === "related") {
      add({ kind: "relation", object: object.slug, slug: node.relation.slug });
    } else if (node.kind === "event-count" || node.kind === "event-time") {
      add({ kind: "event", object: object.slug, name: node.name });
    }
  }
  return [...found.values()];
}

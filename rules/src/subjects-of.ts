import { nodesOf, type Rule } from "./rule.ts";

/** Something a rule looks at; the engine's dependency graph is made of these. */
export type Subject =
  | { kind: "field"; object: string; slug: string }
  | { kind: "relation"; object: string; slug: string }
  | { kind: "event"; object: string; name: string };

/** What the rule looks at, each once, nested rules included; event properties count as their event. */
export function subjectsOf(rule: Rule): Subject[] {
  const found = new Map<string, Subject>();
  for (const { node, object } of nodesOf(rule)) {
    let subject: Subject | undefined;
    if (node.kind === "condition" && node.field.freeJson !== true) {
      subject = { kind: "field", object: object.slug, slug: node.field.slug };
    } else if (node.kind === "related") {
      subject = { kind: "relation", object: object.slug, slug: node.relation.slug };
    } else if (node.kind === "event-count" || node.kind === "event-time") {
      subject = { kind: "event", object: object.slug, name: node.name };
    }
    if (subject !== undefined) found.set(JSON.stringify(subject), subject);
  }
  return [...found.values()];
}

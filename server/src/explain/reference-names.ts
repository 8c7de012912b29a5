import type { DescribeOptions, Rule } from "@perennial/rules";
import type { App } from "../kernel/app.ts";
import { catalogOf, readRecords } from "../objects/index.ts";
import { allNodes } from "./rule-nodes.ts";

const referenceTypes: readonly string[] = ["teammate", "contact", "account", "organization"];

/** The names of the records that rules refer to by id, for their sentences. */
export async function namesIn(app: App, rules: readonly Rule[]): Promise<DescribeOptions> {
  const ids = new Map<string, Set<string>>();
  for (const rule of rules) {
    for (const node of allNodes(rule)) {
      if (node.kind !== "condition" || !referenceTypes.includes(node.field.type)) continue;
      const values = Array.isArray(node.value) ? node.value : [];
      const ofType = ids.get(node.field.type) ?? new Set();
      for (const value of values) ofType.add(String(value));
      ids.set(node.field.type, ofType);
    }
  }
  const names = new Map<string, string>();
  if (ids.size === 0) return {};
  const catalog = await catalogOf(app);
  for (const [slug, ofType] of ids) {
    const type = catalog.types.get(slug);
    if (!type) continue;
    for (const record of await readRecords(app.db, catalog, type, [...ofType])) {
      names.set(record.id, String(record.values.name ?? record.values.email ?? record.id));
    }
  }
  return { nameOf: (_, id) => names.get(id) };
}

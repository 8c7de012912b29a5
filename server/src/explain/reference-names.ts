import type { DescribeOptions, PlainRecord, Rule } from "@perennial/rules";
import type { App } from "../kernel/app.ts";
import { catalogOf, readRecords } from "../objects/index.ts";
import { allNodes } from "./rule-nodes.ts";

const referenceTypes: readonly string[] = ["teammate", "contact", "account", "organization"];

/** The names of the records that rules, and the values they see of a record, refer to by id. */
export async function namesIn(
  app: App,
  rules: readonly Rule[],
  record: PlainRecord = {},
): Promise<DescribeOptions> {
  const ids = new Map<string, Set<string>>();
  for (const rule of rules) {
    for (const node of allNodes(rule)) {
      if (node.kind !== "condition" || !referenceTypes.includes(node.field.type)) continue;
      const seen = record[node.field.slug];
      const values = [...(Array.isArray(node.value) ? node.value : []), ...(seen ? [seen] : [])];
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

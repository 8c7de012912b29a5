import type { App } from "../kernel/app.ts";
import type { Tx } from "../kernel/db.ts";
import { catalogOf, readRecords } from "../objects/index.ts";
import { type FieldDifference, nameOf } from "./merge-fields.ts";

/** Names of the teammates, organizations and contacts that differing fields refer to, by id. */
export async function namesOfReferences(
  app: App,
  tx: Tx,
  differences: readonly FieldDifference[],
): Promise<Record<string, string>> {
  const catalog = await catalogOf(app, tx);
  const names: Record<string, string> = {};
  for (const [slug, ofType] of Map.groupBy(differences, (each) => each.type)) {
    const type = catalog.types.get(slug);
    if (!type) continue;
    const ids = ofType.flatMap(({ ofSurvivor, ofMerged }) =>
      [ofSurvivor, ofMerged].filter((id) => typeof id === "string"),
    );
    for (const record of await readRecords(tx, catalog, type, ids)) names[record.id] = nameOf(record);
  }
  return names;
}

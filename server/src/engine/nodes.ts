import type { App } from "../kernel/app.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { perDefinitionVersion } from "../kernel/definition-version.ts";
import { contributions } from "../kernel/slice.ts";
import type { Field, FieldSource } from "../objects/index.ts";
import type { DerivedNode } from "./node.ts";

const presentNodes = perDefinitionVersion(async (app: App, db): Promise<readonly DerivedNode[]> => {
  const nodes: DerivedNode[] = [];
  for (const source of contributions(app, "nodeSources")) nodes.push(...(await source(db)));
  return nodes;
});

/** Every node of every slice, as the definitions stand in this transaction. */
export function nodesOf(app: App, db: Db | Tx): Promise<readonly DerivedNode[]> {
  return presentNodes(app, db);
}

/** Gives of a field that has another name the slug under which its changes are kept. */
export async function keptAsOf(app: App, db: Db | Tx): Promise<(slug: string) => string> {
  const columns = (await nodesOf(app, db)).flatMap((node) => node.columns);
  const names = columns.flatMap(({ field, aliases = [] }) =>
    aliases.map(({ slug }) => [slug, field.slug] as const),
  );
  const known = new Map(names);
  return (slug) => known.get(slug) ?? slug;
}

/** The fields that a slice's nodes bring to accounts; contribute it beside the node source. */
export function fieldsOfNodes(source: (db: Db | Tx) => Promise<readonly DerivedNode[]>): FieldSource {
  return async (db) =>
    (await source(db)).flatMap((node) =>
      node.columns.flatMap(({ name, field, aliases = [], isTracked, isDated }) =>
        [field, ...aliases].map(
          (each): Field => ({
            object: "account",
            ...each,
            ...(isTracked ? { isTracked } : {}),
            ...(isTracked && each !== field ? { historyOf: field.slug } : {}),
            ...(isDated ? { isDated } : {}),
            column: { table: "derived", name },
            origin: "derived",
            isEditable: false,
          }),
        ),
      ),
    );
}

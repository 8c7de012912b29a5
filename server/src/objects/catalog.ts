import type { TraitOwner } from "@perennial/contract";
import type { App } from "../kernel/app.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { perDefinitionVersion } from "../kernel/definition-version.ts";
import { problem } from "../kernel/errors.ts";
import { contributions } from "../kernel/slice.ts";
import type { Field } from "./field.ts";
import type { ObjectType } from "./object-type.ts";

/** Every object type with every field it has at one version of the definitions. */
export type Catalog = {
  version: number;
  types: ReadonlyMap<string, ObjectType>;
  fieldsOf(object: string): ReadonlyMap<string, Field>;
};

const presentCatalog = perDefinitionVersion(async (app: App, db, version): Promise<Catalog> => {
  const types = new Map(contributions(app, "objectTypes").map((type) => [type.slug, type]));
  for (const source of contributions(app, "objectTypeSources")) {
    for (const type of await source(db)) types.set(type.slug, type);
  }
  const fields = new Map<string, Map<string, Field>>();
  for (const type of types.values()) {
    fields.set(type.slug, new Map(type.builtIns.map((field) => [field.slug, field])));
  }
  for (const source of contributions(app, "fieldSources")) {
    for (const field of await source(db)) fields.get(field.object)?.set(field.slug, field);
  }
  const owned = await db.selectFrom("field_owners").selectAll().execute();
  for (const { object, field: slug, owner } of owned) {
    const field = fields.get(object)?.get(slug);
    if (field?.isEditable) fields.get(object)?.set(slug, { ...field, owner: owner as TraitOwner });
  }
  return { version, types, fieldsOf: (object) => fields.get(object) ?? new Map() };
});

/**
 * The catalog as of the present version of the definitions. Cached by that version, which every command that
 * changes a definition raises, so that all processes see a new trait with their next statement.
 * @param db pass the transaction when inside one
 */
export function catalogOf(app: App, db: Db | Tx = app.db): Promise<Catalog> {
  return presentCatalog(app, db);
}

/** @throws Problem `not-found` when there is no such type */
export function objectTypeOf(catalog: Catalog, slug: string): ObjectType {
  const type = catalog.types.get(slug);
  if (type) return type;
  const known = [...catalog.types.keys()].join(", ");
  throw problem("not-found", `There is no object type “${slug}”. Known are: ${known}.`);
}

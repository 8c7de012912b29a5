import { type CustomObjectLink, customRecordFields } from "@perennial/contract";
import type { Db, Tx } from "../kernel/db.ts";
import { builtIns, type ObjectType, type ObjectTypeSource } from "../objects/index.ts";
import type { Named } from "./links/link-kind.ts";
import { linkKinds } from "./links/link-kinds.ts";

type Definition = Named & { linked_to: string; mirror_of: string | null };

/** The kinds of record that the company has defined, as all other code knows kinds of record. */
export const customObjectTypes: ObjectTypeSource = async (db) => {
  const rows = await db
    .selectFrom("custom_objects")
    .select(["slug", "plural", "name", "name_plural", "linked_to", "mirror_of"])
    .where("archived_at", "is", null)
    .orderBy("name")
    .execute();
  return rows.map(customObjectType);
};

/** A definition as an object type: a record with a name, what it is linked to, and what traits add. */
export function customObjectType(definition: Definition): ObjectType {
  const { slug, plural, name, name_plural, linked_to, mirror_of } = definition;
  const table = customTable(slug);
  const { field, followers, afterWrite, ...link } = linkKinds[linked_to as CustomObjectLink];
  const own = builtIns(slug, customRecordFields, { name: "name" });
  return {
    slug,
    plural,
    area: "custom-objects",
    label: name,
    labelPlural: name_plural,
    table,
    placement: link.placement,
    keepsPast: true,
    builtIns: field ? [...own, field(slug)] : own,
    relations: link.relations(definition),
    ...(mirror_of === null ? {} : { mirrorOf: mirror_of }),
    ...(link.shown ? { shown: link.shown } : {}),
    ...(link.prepare ? { prepare: link.prepare } : {}),
    ...(followers ? { followers: (tx, changes) => followers(tx, table, changes) } : {}),
    ...(afterWrite ? { afterWrite: (args) => afterWrite(args, slug) } : {}),
  };
}

/** The table of a custom object's records. */
export function customTable(slug: string): string {
  return `custom_${slug}`;
}

/** The tables of all custom objects, archived ones too: what hangs on a record moves and goes with it. */
export async function customTables(
  db: Db | Tx,
): Promise<{ table: string; label: string; linkedTo: CustomObjectLink }[]> {
  const rows = await db.selectFrom("custom_objects").select(["slug", "name_plural", "linked_to"]).execute();
  return rows.map((row) => ({
    table: customTable(row.slug),
    label: row.name_plural,
    linkedTo: row.linked_to as CustomObjectLink,
  }));
}

import {
  type FieldType,
  type Option,
  type TraitOwner,
  traitFormatSchema,
  traitValidationSchema,
} from "@perennial/contract";
import type { Field, FieldSource } from "../objects/index.ts";

/** The fields that traits bring: column `t_<slug>` of the record's own table. */
export const traitFields: FieldSource = async (db) => {
  const rows = await db
    .selectFrom("trait_definitions")
    .selectAll()
    .where("archived_at", "is", null)
    .orderBy("position")
    .orderBy("trait_group")
    .orderBy("name")
    .execute();
  return rows.map(
    (row): Field => ({
      object: row.object,
      slug: `trait:${row.slug}`,
      label: row.name,
      group: row.trait_group,
      type: row.type as FieldType,
      options: row.options as Option[],
      column: { table: row.formula === null ? "record" : "derived", name: traitColumn(row.slug) },
      origin: "trait",
      isEditable: row.formula === null,
      isRequired: row.is_required,
      description: row.description,
      format: traitFormatSchema.parse(row.format),
      ...(row.formula === null
        ? { validation: traitValidationSchema.parse(row.validation), owner: row.owner as TraitOwner }
        : { formula: row.formula, isTracked: true }),
    }),
  );
};

/** The column that holds a trait. */
export function traitColumn(slug: string): string {
  return `t_${slug}`;
}

/** The fields that key roles bring to accounts: a teammate in column `k_<slug>`. */
export const keyRoleFields: FieldSource = async (db) => {
  const rows = await db
    .selectFrom("key_roles")
    .selectAll()
    .where("archived_at", "is", null)
    .orderBy("position")
    .execute();
  return rows.map(
    (row): Field => ({
      object: "account",
      slug: `keyRole:${row.slug}`,
      label: row.name,
      group: "Key roles",
      type: "teammate",
      column: { table: "record", name: keyRoleColumn(row.slug) },
      origin: "key-role",
      isEditable: true,
    }),
  );
};

/** The column that holds the teammate in a key role. */
export function keyRoleColumn(slug: string): string {
  return `k_${slug}`;
}

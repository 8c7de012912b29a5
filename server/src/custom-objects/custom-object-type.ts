import { customRecordFields } from "@perennial/contract";
import { resolveAccountOfRows } from "../contracts/index.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { builtIns, type ObjectType, type ObjectTypeSource, type RecordInput } from "../objects/index.ts";

type Definition = { slug: string; plural: string; name: string; name_plural: string };

/** The kinds of record that the company has defined, as all other code knows kinds of record. */
export const customObjectTypes: ObjectTypeSource = async (db) => {
  const rows = await db
    .selectFrom("custom_objects")
    .select(["slug", "plural", "name", "name_plural"])
    .where("archived_at", "is", null)
    .orderBy("name")
    .execute();
  return rows.map(customObjectType);
};

/** A definition as an object type: a record below an account with a name, and what traits add. */
export function customObjectType({ slug, plural, name, name_plural }: Definition): ObjectType {
  return {
    slug,
    plural,
    area: "custom-objects",
    label: name,
    labelPlural: name_plural,
    table: customTable(slug),
    placement: "below-account",
    keepsPast: true,
    builtIns: builtIns(slug, customRecordFields, { name: "name" }),
    prepare: ({ tx, inputs }) => resolveAccountOfRows(tx, inputs.map(withAccountId)),
  };
}

/** An account given by our own id places a new record; one that exists stays where it is. */
function withAccountId(input: RecordInput): RecordInput {
  const { accountId, ...extras } = input.extras ?? {};
  if (typeof accountId !== "string" || accountId === "") return input;
  return { ...input, accountId, extras };
}

/** The table of a custom object's records. */
export function customTable(slug: string): string {
  return `custom_${slug}`;
}

/** The tables of all custom objects, archived ones too: what lies below an account moves with it. */
export async function customTables(db: Db | Tx): Promise<{ table: string; label: string }[]> {
  const rows = await db.selectFrom("custom_objects").select(["slug", "name_plural"]).execute();
  return rows.map((row) => ({ table: customTable(row.slug), label: row.name_plural }));
}

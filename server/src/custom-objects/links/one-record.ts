import { customLinkFields } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import { builtIns, type RecordInput, type RowProblem, type RuleRelation } from "../../objects/index.ts";
import { findLinked, type LinkedPlace, type LinkedReference } from "./find-linked.ts";
import { type LinkKind, type Named, towards } from "./link-kind.ts";

type OneRecord = LinkedPlace & {
  object: keyof typeof customLinkFields;
  relations(object: Named): RuleRelation[];
  /** The accounts that follow from records of these ids. */
  accountsOf(ids: string[]): RawBuilder<{ id: string }>;
};

/** Belongs to one contact or organization, named by a column of its own; it may be given to another. */
function oneRecord({ object, relations, accountsOf, ...place }: OneRecord): LinkKind {
  const spec = customLinkFields[object];
  const column = `${object}_id`;
  return {
    placement: "free",
    column,
    field: (slug) => builtIns(slug, [spec], { [spec.slug]: column } as never)[0] as never,
    relations,
    async prepare({ tx, inputs }) {
      const problems: RowProblem[] = [];
      const named = inputs.flatMap((input, row) => {
        const reference = input.values[spec.slug] ?? input.extras?.[object];
        return reference === undefined || reference === ""
          ? []
          : [{ row, reference: reference as LinkedReference }];
      });
      const found = await findLinked(
        tx,
        { object, ...place },
        named.map(({ reference }) => reference),
      );
      const byRow = new Map(named.map(({ row }, at) => [row, found[at]]));
      const prepared = inputs.map((input, row): RecordInput => {
        const link = byRow.get(row);
        if (link && "problem" in link) problems.push({ row, path: object, message: link.problem });
        return link && "id" in link ? { ...input, values: { ...input.values, [spec.slug]: link.id } } : input;
      });
      return { inputs: prepared, problems };
    },
    async followers(tx, table, changes) {
      const ids = [...new Set(changes.map((change) => change.objectId))];
      const { rows } = await sql<{ id: string }>`
        select distinct ${sql.ref(column)} as id from ${sql.table(table)} where id = any(${ids}::uuid[])
      `.execute(tx);
      const left = changes.flatMap(({ field, old }) =>
        field === spec.slug && typeof old === "string" ? [old] : [],
      );
      const linked = [...new Set([...rows.map((row) => row.id), ...left])];
      const accounts = await accountsOf(linked).execute(tx);
      return { [object]: linked, account: accounts.rows.map((row) => row.id) };
    },
  };
}

export const oneContact = oneRecord({
  object: "contact",
  table: "contacts",
  way: "email",
  relations: (object) => [
    towards("contact", object, { on: [["id", "contact_id"]] }),
    towards("account", object, {
      on: [["id", "account_id"]],
      through: { table: "account_contacts", on: [["contact_id", "contact_id"]] },
    }),
    {
      of: object.slug,
      slug: "contact",
      label: "contact",
      object: "contact",
      sql: { on: [["contact_id", "id"]] },
    },
  ],
  accountsOf: (ids) => sql`
    select distinct account_id as id from account_contacts where contact_id = any(${ids}::uuid[])`,
});

export const oneOrganization = oneRecord({
  object: "organization",
  table: "organizations",
  way: "name",
  relations: (object) => [
    towards("organization", object, { on: [["id", "organization_id"]] }),
    towards("account", object, { on: [["organization_id", "organization_id"]] }),
  ],
  accountsOf: (ids) => sql`select id from accounts where organization_id = any(${ids}::uuid[])`,
});

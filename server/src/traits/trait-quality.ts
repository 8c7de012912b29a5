import { type RawBuilder, sql } from "kysely";
import type { Db } from "../kernel/db.ts";
import {
  type Catalog,
  type Field,
  parseRuleFor,
  type QualityCheck,
  type QualityRow,
  ruleEnv,
  ruleExpression,
} from "../objects/index.ts";

type Definition = {
  object: string;
  slug: string;
  name: string;
  is_required: boolean;
  validation: { min?: string | number; max?: string | number; allowed?: string[]; requiredWhen?: unknown };
};

const objects = ["account", "contact"];

/** Traits that a record should have and has not, or has with a value that its definition forbids by now. */
export const traitQuality: readonly QualityCheck[] = [
  {
    slug: "required-traits-missing",
    group: "missing",
    title: "Required traits without a value",
    consequence: "Rules that ask for them answer “unknown”, and scores leave them out.",
    fields: requiredTraits,
    async find({ app, db, ctx, catalog }) {
      const env = await ruleEnv(app, ctx);
      const selects: RawBuilder<QualityRow>[] = [];
      for (const trait of await definitions(db)) {
        const field = catalog.fieldsOf(trait.object).get(`trait:${trait.slug}`);
        const when = trait.validation.requiredWhen;
        if (field?.column.table !== "record" || (!trait.is_required && !when)) continue;
        const asked = trait.is_required
          ? sql`true`
          : sql`(${ruleExpression(await parseRuleFor(app, db, trait.object, when), env, "all")})`;
        selects.push(
          rowsOf(trait, sql`${columnOf(field)} is null and ${asked}`, sql`${trait.name} || ' is missing'`),
        );
      }
      return union(selects);
    },
  },
  {
    slug: "invalid-trait-values",
    group: "contradictions",
    title: "Traits with a value that is not allowed",
    consequence:
      "They were written before the rule for them was made; they stay until somebody corrects them.",
    fields: validatedTraits,
    async find({ db, catalog }) {
      const selects: RawBuilder<QualityRow>[] = [];
      for (const trait of await definitions(db)) {
        const field = catalog.fieldsOf(trait.object).get(`trait:${trait.slug}`);
        if (field?.column.table !== "record") continue;
        const { min, max, allowed } = trait.validation;
        const column = columnOf(field);
        const wrong: RawBuilder<unknown>[] = [];
        if (min !== undefined && min !== null)
          wrong.push(sql`${column}::text::numeric < ${String(min)}::numeric`);
        if (max !== undefined && max !== null)
          wrong.push(sql`${column}::text::numeric > ${String(max)}::numeric`);
        if (allowed && allowed.length > 0) wrong.push(sql`not (${column}::text = any(${allowed}::text[]))`);
        if (
          wrong.length === 0 ||
          !["integer", "number", "currency", "percentage", "text"].includes(field.type)
        )
          continue;
        selects.push(
          rowsOf(
            trait,
            sql`${column} is not null and (${sql.join(wrong, sql` or `)})`,
            sql`${trait.name} || ' is ' || ${column}::text`,
          ),
        );
      }
      return union(selects);
    },
  },
];

const traitsWhere = (catalog: Catalog, fits: (field: Field) => boolean) =>
  Object.fromEntries(
    objects.map((object) => [
      object,
      [...catalog.fieldsOf(object).values()].filter(fits).map((field) => field.slug),
    ]),
  );
const isTrait = (field: Field) => field.origin === "trait" && field.isEditable;

function requiredTraits(catalog: Catalog) {
  return traitsWhere(
    catalog,
    (field) =>
      isTrait(field) && (field.isRequired === true || (field.validation?.requiredWhen ?? null) !== null),
  );
}

function validatedTraits(catalog: Catalog) {
  return traitsWhere(catalog, (field) => {
    const { min = null, max = null, allowed = [] } = field.validation ?? {};
    return isTrait(field) && (min !== null || max !== null || allowed.length > 0);
  });
}

async function definitions(db: Db): Promise<Definition[]> {
  const { rows } = await sql<Definition>`
    select object, slug, name, is_required, validation from trait_definitions
     where archived_at is null and formula is null and object = any(${objects}::text[]) order by object, position, slug
  `.execute(db);
  return rows;
}

const columnOf = (field: Field): RawBuilder<unknown> => sql.ref(`r.${field.column.name}`);

function rowsOf(
  trait: Definition,
  where: RawBuilder<unknown>,
  what: RawBuilder<unknown>,
): RawBuilder<QualityRow> {
  const isAccount = trait.object === "account";
  const derived = isAccount ? sql`left join account_derived r_d on r_d.account_id = r.id` : sql``;
  return sql`
    select ${isAccount ? sql`r.id` : sql`null::uuid`} as account_id, ${sql.lit(trait.object)} as object, r.id as record_id, ${what} as what
      from ${sql.table(`${trait.object}s`)} r ${derived} where r.archived_at is null and ${where}`;
}

const union = (selects: RawBuilder<QualityRow>[]): RawBuilder<QualityRow> | null =>
  selects.length === 0 ? null : sql`${sql.join(selects, sql` union all `)}`;

import {
  type EventSource,
  type ExpressionScope,
  type NamedFormula,
  type ObjectSql,
  quoted,
  quotedTable,
  type Relation,
  type Catalog as RuleCatalog,
  type Field as RuleField,
} from "@perennial/rules";
import type { App } from "../kernel/app.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { perDefinitionVersion } from "../kernel/definition-version.ts";
import { noAccount } from "../kernel/ids.ts";
import { contributions } from "../kernel/slice.ts";
import { type Catalog, catalogOf } from "./catalog.ts";
import type { Field } from "./field.ts";
import type { ObjectType } from "./object-type.ts";
import { derivedKeysOf } from "./record-tables.ts";

/** Records that hang on an object, for rules: `{ of: "account", slug: "tickets", object: "ticket", sql: … }`. */
export type RuleRelation = Relation & { of: string };

declare module "../kernel/slice.ts" {
  interface SliceContributions {
    ruleRelations: readonly RuleRelation[];
    fieldBaselines: readonly FieldBaselines[];
    /** The events of an object; the names known so far come from the database. */
    ruleEvents: readonly RuleEvents[];
    /** Short names that formulas know. */
    formulaNames: readonly FormulaName[];
    /** Fields of an object that rules and formulas know as SQL expressions; nothing stores them. */
    computedFields: readonly (ComputedField | ComputedFieldSource)[];
  }
}
export type FormulaName = NamedFormula & { of: string };
export type ComputedField = RuleField & {
  of: string;
  sql: { expression: (scope: ExpressionScope) => string };
  /** The tables it reads beside the object's own, where it may be asked as of a day: of each it is known how it stood. */
  tablesThen?: readonly string[];
};
/** Gives computed fields that follow from what is stored: one for each segment of contacts. */
export type ComputedFieldSource = (db: Db | Tx) => Promise<readonly ComputedField[]>;
/** What is usual of an object's fields among the healthy of each segment, by field and segment. */
export type FieldBaselines = {
  of: string;
  read(
    db: Db | Tx,
    fields: Iterable<Field>,
  ): Promise<ReadonlyMap<string, NonNullable<RuleField["baselines"]>>>;
};
export type RuleEvents = { of: string; source(db: Db | Tx): Promise<EventSource> };

/** The key, and part of the alias, of an object's table of derived values in rules: `r` joins it as `r_d`. */
const derivedJoinKey = "d";

const presentRuleCatalog = perDefinitionVersion(async (app: App, db): Promise<RuleCatalog> => {
  const catalog = await catalogOf(app, db);
  const given = contributions(app, "ruleRelations");
  const isGiven = (of: string, slug: string) => given.some((each) => each.of === of && each.slug === slug);
  const usual = usualRelations(catalog).filter((each) => !isGiven(each.of, each.slug));
  const relations = [...given, ...usual];
  const events = new Map<string, EventSource>();
  for (const each of contributions(app, "ruleEvents")) events.set(each.of, await each.source(db));
  const names = contributions(app, "formulaNames");
  const computed = await computedFieldsOf(app, db);
  const baselines = await baselinesOf(app, db, catalog);
  const objects = [...catalog.types.values()].map((type) => {
    const source = events.get(type.slug);
    return {
      slug: type.slug,
      label: type.label.toLowerCase(),
      fields: [
        ...ruleFields(catalog, type).map((field) => {
          const known = baselines.get(type.slug)?.get(field.slug);
          return known ? { ...field, baselines: known } : field;
        }),
        ...computed.filter((field) => field.of === type.slug),
        ...parentFields(catalog, type, computed),
      ],
      names: names.filter((name) => name.of === type.slug),
      relations: relations.filter(
        (relation) => relation.of === type.slug && catalog.types.has(relation.object),
      ),
      ...(source ? { events: source } : {}),
      sql: objectSql(type),
    };
  });
  return { objects };
});

/** What rules may ask about at the present version of the definitions, with the SQL behind it. */
export function ruleCatalogOf(app: App, db: Db | Tx = app.db): Promise<RuleCatalog> {
  return presentRuleCatalog(app, db);
}

async function computedFieldsOf(app: App, db: Db | Tx): Promise<ComputedField[]> {
  const found: ComputedField[] = [];
  for (const given of contributions(app, "computedFields")) {
    if (typeof given === "function") found.push(...(await given(db)));
    else found.push(given);
  }
  return found;
}

async function baselinesOf(app: App, db: Db | Tx, catalog: Catalog) {
  const found = new Map<string, Awaited<ReturnType<FieldBaselines["read"]>>>();
  for (const { of, read } of contributions(app, "fieldBaselines")) {
    found.set(of, await read(db, catalog.fieldsOf(of).values()));
  }
  return found;
}

/** What kinds of record say themselves; and every kind below accounts is asked about from its account, and its account from it. */
function usualRelations(catalog: Catalog): RuleRelation[] {
  const types = [...catalog.types.values()];
  const below = types.filter((type) => type.placement === "below-account");
  const own = types.flatMap((type) => type.relations ?? []);
  const usual = below.flatMap((type): RuleRelation[] => [
    {
      of: "account",
      slug: type.plural,
      label: type.labelPlural.toLowerCase(),
      object: type.slug,
      sql: { on: [["id", "account_id"]] },
    },
    {
      of: type.slug,
      slug: "account",
      label: "account",
      object: "account",
      sql: { on: [["account_id", "id"]] },
    },
  ]);
  return [...own, ...usual];
}

/** The fields of a record's parent organization: `organization.name`, `organization.trait:region`. */
function parentFields(catalog: Catalog, type: ObjectType, computed: readonly ComputedField[]): RuleField[] {
  const parent = catalog.types.get("organization");
  const links = [...catalog.fieldsOf(type.slug).values()].filter((field) => field.type === "organization");
  if (parent === undefined || type === parent) return [];
  const fields = [...ruleFields(catalog, parent), ...computed.filter((field) => field.of === parent.slug)];
  return links.flatMap((link) =>
    fields.map(
      (field): RuleField => ({
        slug: `${link.slug.replace(/Id$/, "")}.${field.slug}`,
        label: `${parent.label}: ${field.label}`,
        type: field.type,
        ...(field.options ? { options: field.options } : {}),
        sql: {
          expression(scope) {
            const there: ExpressionScope = { ...scope, column: (name) => `"parent".${quoted(name)}` };
            const { sql } = field;
            const value = !sql ? "NULL" : "column" in sql ? there.column(sql.column) : sql.expression(there);
            return `SELECT ${value} FROM ${quotedTable(parent.table)} "parent" WHERE "parent"."id" = ${scope.column(link.column.name)}`;
          },
        },
      }),
    ),
  );
}

/** The history of a kind of record: below an account by its key, of what lies below none under nobody's. */
function historyOf(type: ObjectType): NonNullable<ObjectSql["history"]> {
  const record = ["id", "object_id"] as const;
  const account = type.placement === "account" ? "id" : "account_id";
  return {
    table: "history",
    on: type.placement === "free" ? [record] : [[account, "account_id"], record],
    constants: [
      ["object", type.slug, "text"],
      ...(type.placement === "free" ? [["account_id", noAccount, "uuid"] as const] : []),
    ],
  };
}

function objectSql(type: ObjectType) {
  return {
    table: type.table,
    ...(type.derivedTable
      ? {
          joins: {
            [derivedJoinKey]: { table: type.derivedTable, on: derivedKeysOf(type) },
          },
        }
      : {}),
    history: historyOf(type),
    filter: (scope: { column(name: string): string }) => `${scope.column("archived_at")} IS NULL`,
  };
}

/** The kinds of record that conditions can name; of other kinds an id is compared as an account's is. */
const referenceTypes = ["account", "contact", "organization", "teammate"] as const;

function ruleFields(catalog: Catalog, type: ObjectType): RuleField[] {
  const own = [...catalog.fieldsOf(type.slug).values()].map(ruleField);
  const common: RuleField[] = [
    {
      slug: "id",
      label: "Id",
      type: referenceTypes.find((each) => each === type.slug) ?? "account",
      sql: { column: "id" },
    },
    { slug: "createdAt", label: "Created", type: "instant", sql: { column: "created_at" } },
    { slug: "updatedAt", label: "Updated", type: "instant", sql: { column: "updated_at" } },
  ];
  if (type.placement === "below-account") {
    common.push({ slug: "accountId", label: "Account", type: "account", sql: { column: "account_id" } });
  }
  const taken = new Set(own.map((field) => field.slug));
  return [...own, ...common.filter((field) => !taken.has(field.slug))];
}

function ruleField(field: Field): RuleField {
  const isDerived = field.column.table === "derived";
  return {
    slug: field.slug,
    label: field.label,
    type: ruleType(field),
    ...(field.options && field.options.length > 0 ? { options: [...field.options] } : {}),
    sql: isDerived ? { column: field.column.name, table: derivedJoinKey } : { column: field.column.name },
    ...(isDerived ? { changesDaily: false } : {}),
    ...(!isDerived || field.isTracked ? { hasHistory: true } : {}),
    ...(field.historyOf ? { historyOf: field.historyOf } : {}),
  };
}

function ruleType(field: Field): RuleField["type"] {
  if (field.slug.startsWith("segment:") && field.type === "boolean") return "segment";
  if (field.type === "integer") return "number";
  return field.type;
}

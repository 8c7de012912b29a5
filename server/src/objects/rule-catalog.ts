import type { EventSource, Relation, Catalog as RuleCatalog, Field as RuleField } from "@perennial/rules";
import type { App } from "../kernel/app.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { contributions } from "../kernel/slice.ts";
import { type Catalog, catalogOf } from "./catalog.ts";
import type { Field } from "./field.ts";
import type { ObjectType } from "./object-type.ts";
import { derivedKeysOf } from "./read-records.ts";

/** Records that hang on an object, for rules: `{ of: "account", slug: "tickets", object: "ticket", sql: … }`. */
export type RuleRelation = Relation & { of: string };

declare module "../kernel/slice.ts" {
  interface SliceContributions {
    ruleRelations: readonly RuleRelation[];
    /** The events of an object; the names known so far come from the database. */
    ruleEvents: readonly RuleEvents[];
  }
}
export type RuleEvents = { of: string; source(db: Db | Tx): Promise<EventSource> };

/** The key, and part of the alias, of an object's table of derived values in rules: `r` joins it as `r_d`. */
const derivedJoinKey = "d";
const caches = new WeakMap<App, RuleCatalog & { version: number }>();

/** What rules may ask about at the present version of the definitions, with the SQL behind it. */
export async function ruleCatalogOf(app: App, db: Db | Tx = app.db): Promise<RuleCatalog> {
  const catalog = await catalogOf(app, db);
  const cached = caches.get(app);
  if (cached?.version === catalog.version) return cached;
  const relations = contributions(app, "ruleRelations");
  const events = new Map<string, EventSource>();
  for (const each of contributions(app, "ruleEvents")) events.set(each.of, await each.source(db));
  const objects = [...catalog.types.values()].map((type) => {
    const source = events.get(type.slug);
    return {
      slug: type.slug,
      label: type.label.toLowerCase(),
      fields: ruleFields(catalog, type),
      relations: relations.filter(
        (relation) => relation.of === type.slug && catalog.types.has(relation.object),
      ),
      ...(source ? { events: source } : {}),
      sql: objectSql(type),
    };
  });
  const made = { version: catalog.version, objects };
  caches.set(app, made);
  return made;
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
    filter: (scope: { column(name: string): string }) => `${scope.column("archived_at")} IS NULL`,
  };
}

function ruleFields(catalog: Catalog, type: ObjectType): RuleField[] {
  const own = [...catalog.fieldsOf(type.slug).values()].map(ruleField);
  const common: RuleField[] = [
    { slug: "id", label: "Id", type: type.slug === "contact" ? "contact" : "account", sql: { column: "id" } },
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
  };
}

function ruleType(field: Field): RuleField["type"] {
  if (field.slug.startsWith("segment:") && field.type === "boolean") return "segment";
  if (field.type === "integer") return "number";
  if (field.type === "organization") return "account";
  return field.type;
}

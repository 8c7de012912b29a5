import { type RawBuilder, sql } from "kysely";
import type { App } from "../../kernel/app.ts";
import { contributions } from "../../kernel/slice.ts";
import type { Catalog } from "../catalog.ts";
import type { ObjectType } from "../object-type.ts";
import type { RecordTables } from "../record-tables.ts";
import type { PastContext } from "./past.ts";
import type { AskedOfPast } from "./past-rule.ts";
import { ownFields, pastTables, recordsThen } from "./past-tables.ts";
import { historyThen, momentOf, selectThen, type TableThen } from "./table-then.ts";

/** Names that no table has. */
const own = { record: "records_then", derived: "derived_then" };

/**
 * Queries in front of a statement that bear the names of the tables which its rule looks at, and give their rows as they were:
 * the rule's own SQL then tells the past unchanged. The records themselves stand first, because what is worked out for
 * them from dated facts reads the tables as they are now.
 */
export async function withStandIns(
  app: App,
  ctx: PastContext,
  catalog: Catalog,
  tables: RecordTables,
  asked: AskedOfPast,
): Promise<RecordTables> {
  if (asked.related.size === 0 && asked.tables.size === 0) return tables;
  const queries = [
    sql`${sql.id(own.record)} as ${tables.record}`,
    ...(tables.derived ? [sql`${sql.id(own.derived)} as ${tables.derived}`] : []),
    ...(await derivedStandIns(app, ctx, catalog, asked)),
    ...typesOf(catalog, asked.related).map(({ type, slugs }) => recordsStandIn(ctx, catalog, type, slugs)),
    ...tablesStandIn(
      ctx,
      tablesThen(app).filter(({ table }) => asked.tables.has(table)),
    ),
  ];
  return {
    before: withQueries(queries),
    record: sql.table(own.record),
    ...(tables.derived ? { derived: sql.table(own.derived) } : {}),
  };
}

/** Derived values of related records, for those of which one is asked. */
async function derivedStandIns(
  app: App,
  ctx: PastContext,
  catalog: Catalog,
  { related }: AskedOfPast,
): Promise<RawBuilder<unknown>[]> {
  const found: RawBuilder<unknown>[] = [];
  for (const { type, slugs } of typesOf(catalog, related)) {
    const isAsked = [...slugs].some(
      (slug) => catalog.fieldsOf(type.slug).get(slug)?.column.table === "derived",
    );
    if (!type.derivedTable || !isAsked) continue;
    const { derived } = await pastTables(app, ctx, catalog, type, { slugs });
    found.push(sql`${sql.id(type.derivedTable)} as ${derived}`);
  }
  return found;
}

/** Queries in front of a select, each by the name of a table that it then reads instead. */
export function withQueries(
  queries: readonly RawBuilder<unknown>[],
  select: RawBuilder<unknown> = sql``,
): RawBuilder<unknown> {
  return sql`with ${sql.join(queries)} ${select}`;
}

/**
 * The records of a type as they were, by the name of their table, with what every record has and its fields: looked up in the
 * history record by record, as the statement asks for them.
 */
export function recordsStandIn(
  ctx: PastContext,
  catalog: Catalog,
  type: ObjectType,
  slugs?: ReadonlySet<string>,
): RawBuilder<unknown> {
  const own = [...catalog.fieldsOf(type.slug).values()].filter((field) => field.column.table === "record");
  const common = ["id", "created_at", "updated_at", "archived_at"];
  const account = type.placement === "below-account" ? ["account_id"] : [];
  const columns = [...new Set([...account, ...common, ...own.map((field) => field.column.name)])];
  const then = recordsThen(ctx, type, ownFields(catalog, type, slugs), "each", { columns });
  return sql`${sql.id(type.table)} as not materialized (${then})`;
}

/** Tables of facts as they stood, each by its name. */
export function tablesStandIn(ctx: PastContext, tables: readonly TableThen[]): RawBuilder<unknown>[] {
  const moment = momentOf(ctx);
  return tables.map((each) => sql`${sql.id(each.table)} as not materialized (${selectThen(each, moment)})`);
}

/** Tables of which it is known how they stood, beside those of records. */
export function tablesThen(app: App): TableThen[] {
  return [...contributions(app, "tablesThen"), historyThen];
}

function typesOf(
  catalog: Catalog,
  related: AskedOfPast["related"],
): { type: ObjectType; slugs: Set<string> }[] {
  return [...related].flatMap(([slug, slugs]) => {
    const type = catalog.types.get(slug);
    return type ? [{ type, slugs }] : [];
  });
}

import { type RawBuilder, sql } from "kysely";
import type { App } from "../../kernel/app.ts";
import { contributions } from "../../kernel/slice.ts";
import type { Catalog } from "../catalog.ts";
import type { ObjectType } from "../object-type.ts";
import { derivedIdOf, type RecordTables } from "../record-tables.ts";
import { changedSince, type Kept, type KeptRecords, type Whose } from "./changed-since.sql.ts";
import { hasPast, type PastContext } from "./past.ts";
import type { PastPart } from "./past-source.ts";
import { momentOf } from "./table-then.ts";

type Wanted = {
  /** Fields whose past is needed; all of them where absent. */
  slugs?: ReadonlySet<string> | undefined;
  /** Of these records only. */
  ids?: readonly string[] | undefined;
};

/**
 * The records of a type and their derived values as they were at an instant, in place of their tables. Each record is taken as
 * it stands, and what the history says of its fields since then is put back; derived values that follow from dated facts
 * (ARR from lines, metrics from buckets) are worked out as of that day, with what is known of it now. What is not kept is null.
 */
export async function pastTables(
  app: App,
  ctx: PastContext,
  catalog: Catalog,
  type: ObjectType,
  { slugs, ids }: Wanted = {},
): Promise<RecordTables> {
  const record = sql`(${recordsThen(ctx, type, ownFields(catalog, type, slugs), ids ?? "all")})`;
  if (!type.derivedTable) return { record };
  return { record, derived: await pastDerived(app, ctx, catalog, type, { slugs, ids }) };
}

/** The fields asked for that a record has itself, and whether it was archived; all of them where one is worked out from others by the database. */
export function ownFields(catalog: Catalog, type: ObjectType, slugs?: ReadonlySet<string>): Kept[] {
  const own = [...catalog.fieldsOf(type.slug).values()].filter((field) => field.column.table === "record");
  const asked = own.filter((field) => slugs === undefined || slugs.has(field.slug));
  // What is worked out, or follows from dates, looks at other fields.
  const needsAll =
    type.ownDates?.columns !== undefined ||
    asked.some((field) => field.column.name in (type.generated ?? {}));
  return [...(needsAll ? own : asked), { slug: "archivedAt", column: { name: "archived_at" } }];
}

type Narrowed = {
  /** Only these columns; those that nothing changes are the table's own, so that its indexes find their rows. */
  columns?: readonly string[];
  /** Only of these accounts. */
  within?: readonly string[] | undefined;
};
const keys = ["id", "account_id", "created_at"];

/** The records of a type with these fields as they were. */
export function recordsThen(
  ctx: PastContext,
  type: KeptRecords,
  fields: readonly Kept[],
  whose: Whose,
  { columns, within }: Narrowed = {},
): RawBuilder<unknown> {
  const changed = changedSince(type, fields, ctx.asOf.toString(), whose);
  const moment = momentOf(ctx);
  // What a record dates itself holds above the history, which tells when it was entered here.
  const dated = Object.entries(type.ownDates?.columns?.(moment) ?? {}).flatMap(([column, value]) => [
    sql`${column}::text`,
    value,
  ]);
  const generated = Object.entries(type.generated ?? {}).flatMap(([column, expression]) => [
    sql`${column}::text`,
    sql.raw(expression),
  ]);
  const table = sql.table(`public.${type.table}`);
  const since = sql.id(type.ownDates?.since ?? "created_at");
  const some = typeof whose === "string" ? sql`` : sql` and b.id = any(${[...whose]}::uuid[])`;
  const inAccounts = within ? sql` and b.account_id = any(${[...within]}::uuid[])` : sql``;
  const differing = new Set([
    ...fields.map((field) => field.column.name),
    ...Object.keys(type.ownDates?.columns?.(moment) ?? {}),
    ...Object.keys(type.generated ?? {}),
  ]);
  const of = (name: string) => (differing.has(name) && !keys.includes(name) ? "p" : "b");
  const selected = columns ? sql.join(columns.map((name) => sql.id(of(name), name))) : sql`p.*`;
  return sql`
    select ${selected} from ${table} b
      left join ${whose === "each" ? sql`lateral` : sql``} (${changed}) w on w.object_id = b.id
     cross join lateral jsonb_populate_record(b, coalesce(w.was, '{}'::jsonb)) y
     cross join lateral jsonb_populate_record(y, jsonb_build_object(${sql.join(dated)})) x
     cross join lateral jsonb_populate_record(x, jsonb_build_object(${sql.join(generated)})) p
     where b.${since} <= ${moment.instant}${some}${inAccounts}`;
}

async function pastDerived(
  app: App,
  ctx: PastContext,
  catalog: Catalog,
  type: ObjectType,
  { slugs, ids }: Wanted,
): Promise<RawBuilder<unknown>> {
  const derived = [...catalog.fieldsOf(type.slug).values()].filter(
    (field) => field.column.table === "derived" && (slugs === undefined || slugs.has(field.slug)),
  );
  const tracked = derived.filter((field) => field.isTracked === true && field.isDated !== true);
  const parts = await partsOf(app, ctx, type, {
    slugs: slugs ?? new Set(derived.map(({ slug }) => slug)),
    ids,
  });
  // What is not known of then stands as null, not as it is now.
  const nothing: Record<string, unknown> = Object.fromEntries(
    derived.filter((field) => !hasPast(field) || field.isDated).map((field) => [field.column.name, null]),
  );
  for (const part of parts) Object.assign(nothing, part.columns);
  const id = sql.id("b", derivedIdOf(type));
  const joins = parts.map(({ columns, select }, at) => {
    const names = Object.keys(columns).map((name) => sql.id(name));
    const alias = sql.id(`n${at}`);
    return sql` left join (select account_id, ${sql.join(names)} from (${select}) x) ${alias} on ${alias}.account_id = ${id}`;
  });
  const values = [
    sql`${JSON.stringify(nothing)}::jsonb`,
    sql`coalesce(w.was, '{}'::jsonb)`,
    ...parts.map((_, at) => sql`coalesce(jsonb_strip_nulls(to_jsonb(${sql.id(`n${at}`)})), '{}'::jsonb)`),
  ];
  return sql`(
    select p.* from ${sql.table(`public.${type.derivedTable}`)} b
      left join (${changedSince(type, tracked, ctx.asOf.toString(), ids ?? "all")}) w on w.object_id = ${id}
      ${sql.join(joins, sql` `)}
     cross join lateral jsonb_populate_record(b, ${sql.join(values, sql` || `)}) p
    ${ids ? sql`where ${id} = any(${[...ids]}::uuid[])` : sql``})`;
}

async function partsOf(
  app: App,
  ctx: PastContext,
  type: ObjectType,
  { slugs, ids }: { slugs: ReadonlySet<string>; ids: readonly string[] | undefined },
): Promise<PastPart[]> {
  const scope = ids
    ? sql`any(${[...ids]}::uuid[])`
    : sql`any(select id from ${sql.table(`public.${type.table}`)})`;
  const found: PastPart[] = [];
  for (const source of contributions(app, "pastSources")) {
    if (source.object === type.slug) found.push(...(await source.parts({ app, ctx, slugs, scope })));
  }
  return found;
}

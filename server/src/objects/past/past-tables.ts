import { type RawBuilder, sql } from "kysely";
import type { App } from "../../kernel/app.ts";
import { contributions } from "../../kernel/slice.ts";
import type { Catalog } from "../catalog.ts";
import type { ObjectType } from "../object-type.ts";
import { derivedIdOf, derivedKeysOf, type RecordTables } from "../record-tables.ts";
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

/** One more step of a record, where there is something to put in. */
function further(
  from: string,
  pairs: readonly RawBuilder<unknown>[],
  to: RawBuilder<unknown>,
): RawBuilder<unknown> {
  if (pairs.length === 0) return sql``;
  return sql`cross join lateral jsonb_populate_record(${sql.raw(from)}, jsonb_build_object(${sql.join(pairs)})) ${to}`;
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
  // A record is made anew no more often than something of it has to be put in: over all records it is what takes time.
  const last = generated.length > 0 ? 2 : dated.length > 0 ? 1 : 0;
  const alias = (at: number) => sql.raw(at === last ? "p" : at === 0 && dated.length > 0 ? "y" : "x");
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
     cross join lateral jsonb_populate_record(b, coalesce(w.was, '{}'::jsonb)) ${alias(0)}
     ${further("y", dated, alias(1))}
     ${further("x", generated, alias(2))}
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
  const table = sql.table(`public.${type.derivedTable}`);
  // Nothing of them is looked at: they only have to be there.
  if (slugs && derived.length === 0) return sql`(select b.* from ${table} b)`;
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
  if (slugs && tracked.length === 0) {
    // Every value asked for comes from the parts: the record needs not be made anew.
    const asked = [...new Set(derived.map((field) => field.column.name))].map((name) => {
      const at = parts.findIndex(({ columns }) => name in columns);
      const missing = at < 0 ? null : (parts[at]?.columns[name] ?? null);
      if (at < 0) return sql`null as ${sql.id(name)}`;
      const value = sql.id(`n${at}`, name);
      return missing === null
        ? sql`${value}`
        : sql`coalesce(${value}, ${sql.lit(missing)}) as ${sql.id(name)}`;
    });
    const keys = derivedKeysOf(type).map(([, key]) => sql.id("b", key));
    return sql`(select ${sql.join([...keys, ...asked])} from ${table} b ${sql.join(joins, sql` `)})`;
  }
  const values = [
    sql`${JSON.stringify(nothing)}::jsonb`,
    sql`coalesce(w.was, '{}'::jsonb)`,
    ...parts.map((_, at) => sql`coalesce(jsonb_strip_nulls(to_jsonb(${sql.id(`n${at}`)})), '{}'::jsonb)`),
  ];
  return sql`(
    select p.* from ${table} b
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

import { type RawBuilder, sql } from "kysely";
import type { App } from "../../kernel/app.ts";
import { contributions } from "../../kernel/slice.ts";
import type { Catalog } from "../catalog.ts";
import type { Field } from "../field.ts";
import type { ObjectType } from "../object-type.ts";
import { derivedIdOf, type RecordTables } from "../record-tables.ts";
import { changedSince } from "./changed-since.sql.ts";
import { hasPast, type PastContext } from "./past.ts";
import type { PastPart } from "./past-source.ts";

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
  const all = [...catalog.fieldsOf(type.slug).values()];
  const generated = Object.entries(type.generated ?? {});
  const isAsked = (field: Field) => slugs === undefined || slugs.has(field.slug);
  const needsAll = all.some((field) => isAsked(field) && field.column.name in (type.generated ?? {}));
  const fields = all.filter((field) => needsAll || isAsked(field));
  const at = ctx.asOf.toString();
  const own = fields.filter((field) => field.column.table === "record");
  const archived = { slug: "archivedAt", column: { name: "archived_at" } };
  const record = sql`(
    select p.* from ${sql.table(type.table)} b
      left join (${changedSince(type, [...own, archived], at, ids)}) w on w.object_id = b.id
     cross join lateral jsonb_populate_record(b, coalesce(w.was, '{}'::jsonb)) x
     cross join lateral jsonb_populate_record(x, ${workedOut(generated)}) p
     where b.created_at <= ${at}::timestamptz${ids ? sql` and b.id = any(${[...ids]}::uuid[])` : sql``})`;
  if (!type.derivedTable) return { record };
  return {
    record,
    derived: await pastDerived(app, ctx, type, fields, { slugs: needsAll ? undefined : slugs, ids }),
  };
}

function workedOut(generated: readonly (readonly [string, string])[]): RawBuilder<unknown> {
  const pairs = generated.flatMap(([column, expression]) => [sql`${column}::text`, sql.raw(expression)]);
  return sql`jsonb_build_object(${sql.join(pairs)})`;
}

async function pastDerived(
  app: App,
  ctx: PastContext,
  type: ObjectType,
  fields: readonly Field[],
  { slugs, ids }: Wanted,
): Promise<RawBuilder<unknown>> {
  const derived = fields.filter((field) => field.column.table === "derived");
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
    select p.* from ${sql.table(type.derivedTable ?? "")} b
      left join (${changedSince(type, tracked, ctx.asOf.toString(), ids)}) w on w.object_id = ${id}
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
  const scope = ids ? sql`any(${[...ids]}::uuid[])` : sql`any(select id from ${sql.table(type.table)})`;
  const found: PastPart[] = [];
  for (const source of contributions(app, "pastSources")) {
    if (source.object === type.slug) found.push(...(await source.parts({ app, ctx, slugs, scope })));
  }
  return found;
}

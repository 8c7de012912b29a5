import { type RawBuilder, sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import { problem } from "../kernel/errors.ts";
import type { Catalog } from "./catalog.ts";
import { columnTypeOf, type Field } from "./field.ts";
import type { ObjectType } from "./object-type.ts";
import { derivedJoin } from "./read-records.ts";
import { ruleCondition } from "./rule-condition.ts";

export type ListRequest = {
  /** A rule as JSON text. */
  filter?: string | undefined;
  /** A field's slug; a leading `-` sorts downwards. Default: newest first. */
  sort?: string | undefined;
  cursor?: string | undefined;
  limit: number;
  isArchived?: boolean;
  /** Narrows the list to some ids or an account before the rule is asked. */
  within?: RawBuilder<unknown>;
};

type Position = { value: string | null; id: string };

/**
 * The ids of one page of records, in order, by keyset: the rows before the cursor are never read. Missing values
 * come last in both directions.
 */
export async function listIds(
  app: App,
  ctx: Context,
  catalog: Catalog,
  type: ObjectType,
  request: ListRequest,
): Promise<{ ids: string[]; nextCursor: string | null }> {
  const order = parseSort(catalog, type, request.sort);
  const after = request.cursor === undefined ? undefined : parseCursor(request.cursor, order);
  const where = [
    request.isArchived ? sql`r.archived_at is not null` : sql`r.archived_at is null`,
    ...(request.within ? [request.within] : []),
    ...(request.filter === undefined ? [] : [await ruleCondition(app, ctx, type.slug, request.filter)]),
    ...(after ? [pastPosition(order, after)] : []),
  ];
  const value = order ? columnOf(order.field) : sql`null`;
  const orderBy = order
    ? sql`${value} ${order.isDescending ? sql`desc` : sql`asc`} nulls last, r.id ${directionOf(order)}`
    : sql`r.id desc`;
  const { rows } = await sql<{ id: string; value: string | null }>`
    select r.id, ${value}::text as value
      from ${sql.table(type.table)} r${derivedJoin(type)}
     where ${sql.join(where, sql` and `)}
     order by ${orderBy}
     limit ${request.limit + 1}
  `.execute(app.db);
  const page = rows.slice(0, request.limit);
  const last = page.at(-1);
  const hasMore = rows.length > request.limit && last !== undefined;
  return { ids: page.map((row) => row.id), nextCursor: hasMore ? writeCursor(request.sort, last) : null };
}

type Order = { field: Field; isDescending: boolean };

function parseSort(catalog: Catalog, type: ObjectType, sort: string | undefined): Order | undefined {
  if (sort === undefined || sort === "") return undefined;
  const isDescending = sort.startsWith("-");
  const slug = isDescending ? sort.slice(1) : sort;
  const field = catalog.fieldsOf(type.slug).get(slug);
  if (field && !columnTypeOf(field.type).endsWith("[]")) return { field, isDescending };
  throw problem(
    "invalid-input",
    `Lists of ${type.labelPlural.toLowerCase()} cannot be sorted by “${slug}”.`,
    {
      fields: [{ path: "sort", message: "not the slug of a field with one value" }],
    },
  );
}

function directionOf(order: Order): RawBuilder<unknown> {
  return order.isDescending ? sql`desc` : sql`asc`;
}

function columnOf(field: Field): RawBuilder<unknown> {
  const column = sql`${sql.id(field.column.table === "derived" ? "r_d" : "r", field.column.name)}`;
  return field.type === "text" || field.type === "email" ? sql`lower(${column})` : column;
}

function pastPosition(order: Order | undefined, after: Position): RawBuilder<unknown> {
  if (!order) return sql`r.id < ${after.id}::uuid`;
  const column = columnOf(order.field);
  const beyond = order.isDescending ? sql`<` : sql`>`;
  if (after.value === null) return sql`(${column} is null and r.id ${beyond} ${after.id}::uuid)`;
  const value = sql`${after.value}::${sql.raw(columnTypeOf(order.field.type))}`;
  return sql`((${column}, r.id) ${beyond} (${value}, ${after.id}::uuid) or ${column} is null)`;
}

function writeCursor(sort: string | undefined, position: Position): string {
  return Buffer.from(JSON.stringify([sort ?? "", position.value, position.id])).toString("base64url");
}

function parseCursor(cursor: string, order: Order | undefined): Position {
  const sort = order ? `${order.isDescending ? "-" : ""}${order.field.slug}` : "";
  try {
    const [ofSort, value, id] = JSON.parse(Buffer.from(cursor, "base64url").toString()) as [
      string,
      string | null,
      string,
    ];
    if (ofSort !== sort || typeof id !== "string") throw new TypeError();
    return { value, id };
  } catch {
    throw problem("invalid-input", "This cursor belongs to another list. Start again without it.", {
      fields: [{ path: "cursor", message: "not a cursor of this list and order" }],
    });
  }
}

import { type RawBuilder, sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import { problem } from "../kernel/errors.ts";
import type { Catalog } from "./catalog.ts";
import { columnTypeOf, type Field } from "./field.ts";
import type { ObjectType } from "./object-type.ts";
import { tablesAsOf } from "./past/read-as-of.ts";
import { derivedIdOf, derivedJoin } from "./record-tables.ts";
import { filterCondition, filterOf } from "./rule-condition.ts";
import { noteSlowSort, slowSortMs } from "./sort-indexes/note-slow-sort.ts";
import { sortExpression } from "./sort-indexes/sort-expression.ts";

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
 * come last in both directions. With a context of the past: of the records as they were.
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
  const filter = request.filter === undefined ? undefined : await filterOf(app, type.slug, request.filter);
  const tables = await tablesAsOf(app, ctx, catalog, type, {
    ...(filter ? { filter } : {}),
    slugs: order ? [order.field.slug] : [],
  });
  const before = tables.before ?? sql``;
  const from = sql`${tables.record} r${derivedJoin(type, tables)}`;
  const where = [
    request.isArchived ? sql`r.archived_at is not null` : sql`r.archived_at is null`,
    ...(request.within ? [request.within] : []),
    ...(filter ? [await filterCondition(app, ctx, filter)] : []),
  ];
  const rows = order
    ? await sortedRows(app, ctx, { before, from, where, type, order, after, limit: request.limit + 1 })
    : await newestRows(app, { before, from, where, after, limit: request.limit + 1 });
  const page = rows.slice(0, request.limit);
  const last = page.at(-1);
  const hasMore = rows.length > request.limit && last !== undefined;
  return { ids: page.map((row) => row.id), nextCursor: hasMore ? writeCursor(request.sort, last) : null };
}

type Part = {
  before: RawBuilder<unknown>;
  from: RawBuilder<unknown>;
  where: readonly RawBuilder<unknown>[];
  after: Position | undefined;
  limit: number;
};

async function newestRows(app: App, part: Part): Promise<Position[]> {
  const past = part.after ? [sql`r.id < ${part.after.id}::uuid`] : [];
  return readRows(app, part, { value: sql`null`, past, orderBy: sql`r.id desc` });
}

/**
 * Rows with a value, then those without, each asked by itself: in this way one index serves both directions, and what
 * is missing is only looked at where the page reaches it.
 */
async function sortedRows(
  app: App,
  ctx: Context,
  part: Part & { type: ObjectType; order: Order },
): Promise<Position[]> {
  const startedAt = performance.now();
  const { after, limit, order, type } = part;
  const value = sortExpression(order.field, "list");
  // Of the table that has the value: only then is a later page a range of its index.
  const id = order.field.column.table === "derived" ? sql`r_d.${sql.id(derivedIdOf(type))}` : sql`r.id`;
  const [direction, beyond] = order.isDescending ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`];
  const valuedAfter = (position: Position) => {
    const last = sql`${position.value}::${sql.raw(columnTypeOf(order.field.type))}`;
    return sql`(${value}, ${id}) ${beyond} (${last}, ${position.id}::uuid)`;
  };
  const isPastValues = after?.value === null;
  const rows = isPastValues
    ? []
    : await readRows(app, part, {
        value: sql`${value}::text`,
        past: [sql`${value} is not null`, ...(after ? [valuedAfter(after)] : [])],
        orderBy: sql`${value} ${direction}, ${id} ${direction}`,
      });
  if (rows.length < limit) {
    const past = isPastValues ? [sql`r.id ${beyond} ${after.id}::uuid`] : [];
    const missing = {
      value: sql`null`,
      past: [sql`${value} is null`, ...past],
      orderBy: sql`r.id ${direction}`,
    };
    rows.push(...(await readRows(app, { ...part, limit: limit - rows.length }, missing)));
  }
  if (!ctx.asOf && performance.now() - startedAt > slowSortMs) await noteSlowSort(app, ctx, order.field);
  return rows;
}

type Asked = { value: RawBuilder<unknown>; past: RawBuilder<unknown>[]; orderBy: RawBuilder<unknown> };

async function readRows(
  app: App,
  { before, from, where, limit }: Part,
  { value, past, orderBy }: Asked,
): Promise<Position[]> {
  const { rows } = await sql<Position>`
    ${before} select r.id, ${value} as value from ${from}
     where ${sql.join([...where, ...past], sql` and `)} order by ${orderBy} limit ${limit}
  `.execute(app.db);
  return rows;
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

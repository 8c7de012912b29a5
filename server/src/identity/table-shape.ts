import { sql } from "kysely";
import type { Db, Tx } from "../kernel/db.ts";

/** What moving rows needs to know of a table. */
export type TableShape = {
  key: string[];
  /** Without generated columns. */
  columns: string[];
  /** Foreign keys to tables that hang on the same record: the column that names the parent's `id`. */
  parents: { table: string; column: string }[];
  /** The key names an id of its own or a parent's, which says which row it is wherever the account went. */
  isIdentified: boolean;
};

/** Reads keys, columns and parents of these tables from the catalogue, so that the list of tables need not repeat them. */
export async function shapesOf(db: Db | Tx, tables: readonly string[]): Promise<Map<string, TableShape>> {
  const { rows } = await sql<{ name: string; key: string[]; columns: string[]; parents: ParentKey[] }>`
    select c.relname as name,
           (select array_agg(a.attname::text order by k.ord)
              from pg_constraint p, unnest(p.conkey) with ordinality k (num, ord)
              join pg_attribute a on a.attnum = k.num and a.attrelid = c.oid
             where p.conrelid = c.oid and p.contype = 'p' and a.attrelid = p.conrelid) as key,
           (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
           coalesce((select jsonb_agg(jsonb_build_object('table', f.confrelid::regclass::text, 'columns',
                      (select jsonb_agg(a.attname order by k.ord)
                         from unnest(f.conkey) with ordinality k (num, ord)
                         join pg_attribute a on a.attnum = k.num and a.attrelid = f.conrelid)))
              from pg_constraint f where f.conrelid = c.oid and f.contype = 'f'), '[]'::jsonb) as parents
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = current_schema() and c.relkind in ('r', 'p') and c.relname = any(${[...tables]}::text[])
  `.execute(db);
  return new Map(
    rows.map(({ name, key, columns, parents: foreign }) => {
      const parents = foreign.flatMap(({ table, columns: [first, column] }) =>
        first === "account_id" && column !== undefined ? [{ table, column }] : [],
      );
      const isIdentified = key.includes("id") || parents.some(({ column }) => key.includes(column));
      return [name, { key, columns, parents, isIdentified }];
    }),
  );
}

type ParentKey = { table: string; columns: string[] };

import { type RawBuilder, sql } from "kysely";
import type { Tx } from "../kernel/db.ts";

/** Who works here, and what the installation runs on: no text about contacts stands there. */
const leftAlone = [
  "teammates",
  "sign_ins",
  "credentials",
  "sessions",
  "contacts",
  "company",
  "schema_migrations",
  "erasures",
  "event_names",
];
type TextColumns = { table: string; texts: string[]; documents: string[]; has_account: boolean };

type Scope = {
  /** Only in what hangs on these accounts. */
  ofAccounts?: readonly string[];
  /** Tables that are left alone. */
  leaves?: readonly string[];
};

/**
 * Replaces words wherever they stand: in every text and every JSON document of every table, so that no table made later
 * is forgotten. Reads the whole database; erasing is rare.
 * @param words as they were written; capitals and small letters are the same
 * @returns how many rows changed
 */
export async function eraseText(
  tx: Tx,
  words: readonly string[],
  by: string,
  { ofAccounts, leaves = [] }: Scope = {},
): Promise<number> {
  let changed = 0;
  const within = ofAccounts ? sql` and account_id = any(${[...ofAccounts]}::uuid[])` : sql``;
  if (words.length === 0) return changed;
  const plain = patternOf(words);
  const escaped = patternOf(words.map((word) => JSON.stringify(word).slice(1, -1)));
  for (const { table, texts, documents, has_account } of await textColumns(tx)) {
    if (leaves.includes(table) || (ofAccounts && !has_account)) continue;
    const replaced: { column: RawBuilder<unknown>; pattern: string; value: RawBuilder<unknown> }[] = [
      ...texts.map((name) => {
        const column = sql.ref(name);
        return { column, pattern: plain, value: sql`regexp_replace(${column}, ${plain}, ${by}, 'gi')` };
      }),
      ...documents.map((name) => {
        const column = sql.ref(name);
        return {
          column,
          pattern: escaped,
          value: sql`regexp_replace(${column}::text, ${escaped}, ${by}, 'gi')::jsonb`,
        };
      }),
    ];
    const sets = [...texts, ...documents].map((name, at) => sql`${sql.ref(name)} = ${replaced[at]?.value}`);
    const hits = replaced.map(({ column, pattern }) => sql`${column}::text ~* ${pattern}`);
    const { numAffectedRows } = await sql`
      update ${sql.table(table)} set ${sql.join(sets)} where (${sql.join(hits, sql` or `)})${within}
    `.execute(tx);
    changed += Number(numAffectedRows ?? 0);
  }
  return changed;
}

async function textColumns(tx: Tx): Promise<TextColumns[]> {
  const { rows } = await sql<TextColumns>`
    select c.relname as "table",
           coalesce(array_agg(a.attname::text) filter (where t.typname = 'text'), '{}') as texts,
           coalesce(array_agg(a.attname::text) filter (where t.typname = 'jsonb'), '{}') as documents,
           exists (select from pg_attribute o where o.attrelid = c.oid and o.attname = 'account_id' and not o.attisdropped) as has_account
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      join pg_type t on t.oid = a.atttypid
     where n.nspname = current_schema() and c.relkind in ('r', 'p') and not c.relispartition
       and t.typname in ('text', 'jsonb') and not (c.relname = any(${leftAlone}::text[]))
     group by c.oid, c.relname order by c.relname
  `.execute(tx);
  return rows;
}

/** Any of the words, as a whole: “Ann Lee” is not in “Joann Leeds”. */
function patternOf(words: readonly string[]): string {
  const each = words.map((word) => word.replaceAll(/[\\^$.|?*+()[\]{}]/g, "\\$&"));
  return `(?<![[:alnum:]_])(${each.join("|")})(?![[:alnum:]_])`;
}

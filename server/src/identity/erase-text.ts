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

/** Words, and in what they are replaced: everywhere, or only in what hangs on these accounts. */
export type Wording = { words: readonly string[]; ofAccounts?: readonly string[] };

/**
 * Replaces words wherever they stand: in every text and every JSON document of every table, so that no table made later
 * is forgotten. Reads the whole database, once; erasing is rare.
 * @param wordings words as they were written; capitals and small letters are the same
 * @param leaves tables that are left alone
 * @returns how many rows changed
 */
export async function eraseText(
  tx: Tx,
  wordings: readonly Wording[],
  by: string,
  leaves: readonly string[] = [],
): Promise<number> {
  const given = wordings.filter(({ words }) => words.length > 0);
  let changed = 0;
  if (given.length === 0) return changed;
  for (const { table, texts, documents, has_account } of await textColumns(tx)) {
    const asked = given.filter(({ ofAccounts }) => ofAccounts === undefined || has_account);
    if (leaves.includes(table) || asked.length === 0) continue;
    const columns = [
      ...texts.map((name) => replacing(name, asked, by, false)),
      ...documents.map((name) => replacing(name, asked, by, true)),
    ];
    const { numAffectedRows } = await sql`
      update ${sql.table(table)} set ${sql.join(columns.map(({ set }) => set))}
       where ${sql.join(
         columns.flatMap(({ hits }) => hits),
         sql` or `,
       )}
    `.execute(tx);
    changed += Number(numAffectedRows ?? 0);
  }
  return changed;
}

/** How one column loses the words, and where it holds any of them. */
function replacing(name: string, wordings: readonly Wording[], by: string, isDocument: boolean) {
  const column = sql.ref(name);
  const text = isDocument ? sql`${column}::text` : column;
  let value: RawBuilder<unknown> = text;
  const hits: RawBuilder<unknown>[] = [];
  for (const { words, ofAccounts } of wordings) {
    const pattern = patternOf(isDocument ? words.map((word) => JSON.stringify(word).slice(1, -1)) : words);
    const within = ofAccounts ? sql`account_id = any(${[...ofAccounts]}::uuid[])` : sql`true`;
    value = sql`case when ${within} then regexp_replace(${value}, ${pattern}, ${by}, 'gi') else ${value} end`;
    hits.push(sql`(${within} and ${text} ~* ${pattern})`);
  }
  return { set: sql`${column} = ${isDocument ? sql`(${value})::jsonb` : value}`, hits };
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

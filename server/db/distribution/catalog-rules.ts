import type { Pool } from "pg";

/**
 * How a table lies when the schema is spread by account.
 * - `account`: below an account; rows live with their account.
 * - `key`: uniqueness that spans accounts, keyed by the value itself; names an account, has no foreign key.
 * - `local`: a queue or a log on the coordinator, over all accounts.
 * - `reference`: the same on every node: definitions, people, records that may belong to several accounts.
 */
export type Placement = "account" | "key" | "local" | "reference";

/** Tables that name an account without lying below one, each with the reason; all others with `account_id` lie below it. */
export const placedElsewhere: Record<string, { placement: "key" | "local"; because: string }> = {
  message_ids: { placement: "key", because: "a Message-ID is unique over all accounts" },
  reply_tokens: { placement: "key", because: "a reply address leads to its account" },
  external_ids: { placement: "key", because: "an id of another system is unique over all accounts" },
  audit: { placement: "local", because: "an append-only log, read over all accounts by time" },
  feed: { placement: "local", because: "an append-only log, ordered over all accounts by transaction" },
  outgoing_messages: {
    placement: "local",
    because: "a queue claimed over all accounts by one sender; it holds mail of no account as well",
  },
  import_rows: { placement: "local", because: "the book of one import, which spans accounts" },
  import_findings: { placement: "local", because: "the book of one import, which spans accounts" },
};

/** Defaults that read something of the transaction, each with the reason. */
const allowedDefaults: Record<string, string> = {
  "feed.tx": "a local table ordered by transaction; only the database knows the number",
};

type Column = { name: string; isNullable: boolean; default: string | null };
type Constraint = {
  name: string;
  kind: "p" | "u" | "f";
  columns: string[];
  target: string | null;
  targetColumns: string[];
  onDelete: string;
  onUpdate: string;
};
type Table = {
  name: string;
  columns: Column[];
  constraints: Constraint[];
  uniqueIndexes: { name: string; columns: string[] }[];
  triggers: string[];
};

/** What in the migrated database could not be distributed by account; empty when all of it could. */
export async function breachesOfCatalog(pool: Pool): Promise<string[]> {
  const tables = await readTables(pool);
  const placement = new Map(tables.map((table) => [table.name, placementOf(table)]));
  const unused = Object.keys(placedElsewhere).filter((name) => !placement.has(name));
  return [
    ...unused.map((name) => `${name}: an exception for a table that does not exist`),
    ...tables.flatMap((table) => [
      ...table.triggers.map((name) => `${table.name}: trigger ${name}`),
      ...breachesOfKeys(table, placement),
      ...breachesOfForeignKeys(table, placement),
    ]),
    ...(await breachesOfDefaults(pool, tables)),
  ];
}

/** The tables whose rows live with their account. */
export async function accountTables(pool: Pool): Promise<Set<string>> {
  const tables = await readTables(pool);
  return new Set(tables.filter((table) => placementOf(table) === "account").map((table) => table.name));
}

function placementOf(table: Table): Placement {
  const elsewhere = placedElsewhere[table.name];
  if (elsewhere) return elsewhere.placement;
  if (table.name === "accounts") return "account";
  return table.columns.some((column) => column.name === "account_id") ? "account" : "reference";
}

const distributionColumn = (table: string) => (table === "accounts" ? "id" : "account_id");

function breachesOfKeys(table: Table, placement: ReadonlyMap<string, Placement>): string[] {
  const primary = table.constraints.find((constraint) => constraint.kind === "p");
  if (!primary) return [`${table.name}: no primary key`];
  if (placement.get(table.name) !== "account") return [];
  const column = distributionColumn(table.name);
  const breaches: string[] = [];
  if (table.columns.find((each) => each.name === column)?.isNullable)
    breaches.push(`${table.name}: ${column} may be null`);
  if (primary.columns[0] !== column)
    breaches.push(`${table.name}: ${column} is not first in the primary key`);
  for (const unique of table.uniqueIndexes) {
    if (!unique.columns.includes(column))
      breaches.push(`${table.name}: ${unique.name} is unique over all accounts; that needs a key table`);
  }
  return breaches;
}

function breachesOfForeignKeys(table: Table, placement: ReadonlyMap<string, Placement>): string[] {
  const own = placement.get(table.name);
  return table.constraints
    .filter((constraint) => constraint.kind === "f")
    .flatMap((foreign) => {
      const target = foreign.target ?? "";
      const at = `${table.name}: ${foreign.name}`;
      const breaches: string[] = [];
      if (["n", "d"].includes(foreign.onDelete)) breaches.push(`${at} sets its column when its target goes`);
      if (foreign.onUpdate !== "a") breaches.push(`${at} follows changes of a key`);
      if (table.name === "accounts" && target === "accounts") breaches.push(`${at} refers to its own table`);
      const isTargetBelow = placement.get(target) === "account";
      if (isTargetBelow && own !== "account")
        breaches.push(`${at} points from a ${own} table to ${target}, which lies with its account`);
      if (isTargetBelow && own === "account") {
        const isAligned =
          foreign.columns[0] === distributionColumn(table.name) &&
          foreign.targetColumns[0] === distributionColumn(target);
        if (!isAligned) breaches.push(`${at} does not begin with the account on both sides`);
      }
      if (["local", "key"].includes(placement.get(target) ?? ""))
        breaches.push(`${at} points to ${target}, which other nodes do not have`);
      return breaches;
    });
}

/** Defaults must be constants: the clock and ids are bound values. */
async function breachesOfDefaults(pool: Pool, tables: readonly Table[]): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    "select distinct proname as name from pg_proc where provolatile <> 'i' and pronamespace = 'pg_catalog'::regnamespace",
  );
  const unstable = new Set(rows.map((row) => row.name));
  return tables.flatMap((table) =>
    table.columns.flatMap((column) => {
      if (column.default === null || `${table.name}.${column.name}` in allowedDefaults) return [];
      const calls = [...column.default.matchAll(/([a-z_0-9]+)\(/gi)].map((match) => match[1] ?? "");
      const isUnstable =
        calls.some((call) => unstable.has(call)) || /\b(CURRENT_|LOCALTIME)/.test(column.default);
      return isUnstable
        ? [`${table.name}: the default of ${column.name} is not a constant: ${column.default}`]
        : [];
    }),
  );
}

async function readTables(pool: Pool): Promise<Table[]> {
  const { rows } = await pool.query<Table>(`
    select c.relname as name,
      (select jsonb_agg(jsonb_build_object('name', a.attname, 'isNullable', not a.attnotnull,
                          'default', case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end))
         from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      coalesce((select jsonb_agg(jsonb_build_object('name', k.conname, 'kind', k.contype,
                          'columns', ${names("k.conkey", "k.conrelid")}, 'target', t.relname,
                          'targetColumns', ${names("k.confkey", "k.confrelid")},
                          'onDelete', k.confdeltype, 'onUpdate', k.confupdtype))
         from pg_constraint k left join pg_class t on t.oid = k.confrelid
        where k.conrelid = c.oid and k.contype in ('p', 'u', 'f')), '[]') as constraints,
      coalesce((select jsonb_agg(jsonb_build_object('name', x.relname, 'columns', ${names("i.indkey::int2[]", "i.indrelid")}))
         from pg_index i join pg_class x on x.oid = i.indexrelid
        where i.indrelid = c.oid and i.indisunique), '[]') as "uniqueIndexes",
      coalesce((select jsonb_agg(g.tgname) from pg_trigger g where g.tgrelid = c.oid and not g.tgisinternal), '[]') as triggers
      from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname <> 'schema_migration'
     order by c.relname`);
  return rows;
}

/** The names of numbered columns, in the order of the numbers' list. */
function names(numbers: string, relation: string): string {
  return `coalesce((select jsonb_agg(n.attname order by l.place)
    from unnest(${numbers}) with ordinality as l (number, place)
    join pg_attribute n on n.attrelid = ${relation} and n.attnum = l.number), '[]')`;
}

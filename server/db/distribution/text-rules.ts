import { sqlIn, withoutComments } from "./sql-in-source.ts";

/** The clock and ids are bound values; these would be read anew on every node and at every replay. */
const unstable =
  /(?<![.\w])(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday|random|gen_random_uuid|uuidv4|uuidv7|uuid_generate_v4|nextval)\s*\(|\b(current_timestamp|current_date|current_time|localtimestamp|localtime)\b/i;

/** Files whose SQL speaks only of the job queue, which is local and runs on the database's own clock. */
export const queueFolder = "server/src/kernel/jobs/";

/** Writes that find rows of any account by another value, each with the reason. */
export const writesOverAccounts: Record<string, string> = {
  "server/src/events/ingest/write-aliases.ts":
    "events of a user whose contact is not known yet may wait at any account; an alias is rare",
  "server/src/identity/erase-people.ts":
    "a person is erased from every account they were ever named at; erasing is rare",
};

const inlineConstraint = /\b(primary\s+key|references|unique|check\s*\(|constraint)\b/i;

/** What a migration says that a distributed schema could not. */
export function breachesOfMigration(file: string, migration: string): string[] {
  const breaches: string[] = [];
  for (const statement of withoutComments(migration).split(";")) {
    const words = statement.trim().replaceAll(/\s+/g, " ");
    const start = words.slice(0, 60);
    if (/^create table/i.test(words) && inlineConstraint.test(words))
      breaches.push(`${file}: a constraint inside “${start}…”: give it a name and an ALTER of its own`);
    if (/^alter table .* add (primary|foreign|unique|check)\b/i.test(words))
      breaches.push(`${file}: a constraint without a name in “${start}…”`);
    if (/^alter table .* add column .*\b(references|unique|primary key|check ?\()/i.test(words))
      breaches.push(`${file}: a constraint inside “${start}…”: give it a name and an ALTER of its own`);
    if (/^create (or replace )?(constraint )?(trigger|rule|event trigger)\b/i.test(words))
      breaches.push(`${file}: “${start}…”`);
    if (unstable.test(words)) breaches.push(`${file}: reads a clock or makes an id in “${start}…”`);
  }
  return breaches;
}

/** What the SQL of a source file says that could not run on a schema distributed by account. */
export function breachesOfSource(file: string, source: string, below: ReadonlySet<string>): string[] {
  const breaches: string[] = [];
  for (const { text, line } of sqlIn(source)) {
    const at = `${file}:${line}`;
    if (unstable.test(text) && !file.startsWith(queueFolder))
      breaches.push(`${at}: reads a clock or makes an id: bind ctx.now, newId()`);
    if (/\bwith\s+recursive\b/i.test(text) && tablesIn(text).some((table) => below.has(table)))
      breaches.push(`${at}: recursion over accounts`);
    if (/\blateral\s*\((?:(?!\)).)*\blimit\b/is.test(text))
      breaches.push(`${at}: a lateral join over a limit`);
    for (const table of joinsWithoutAccount(text, below))
      breaches.push(`${at}: joins ${table} without account_id`);
    if (!(file in writesOverAccounts))
      for (const table of writesWithoutAccount(text, below))
        breaches.push(`${at}: writes ${table} without account_id`);
    const moved =
      /\bupdate\s+([a-z_]+)(?:\s+\w+)?\s+set\s+(?:(?!\bwhere\b|\bfrom\b).)*?(?<![.\w])account_id\s*=/is.exec(
        text,
      );
    if (moved?.[1] && below.has(moved[1]))
      breaches.push(`${at}: moves a row of ${moved[1]} to another account`);
  }
  for (const [, table, chain] of source.matchAll(
    /\.(?:updateTable|deleteFrom)\("([a-z_]+)"\)((?:(?!\.execute)[\s\S])*)/g,
  )) {
    if (table && below.has(table) && !distributionColumn(table).test(chain ?? ""))
      breaches.push(`${file}: writes ${table} without account_id`);
  }
  return breaches;
}

const distributionColumn = (table: string) => (table === "accounts" ? /\bid\b/ : /account_id|\band\(key\)/);

function tablesIn(text: string): string[] {
  return [...text.matchAll(/\b(?:from|join)\s+([a-z_]+)/gi)].map((match) => match[1] ?? "");
}

/** Tables below accounts that are joined to another such table by something else than the account. */
function joinsWithoutAccount(text: string, below: ReadonlySet<string>): string[] {
  const sources =
    /\b(from|join)\s+([a-z_]+)(?:\s+(?:as\s+)?(?!on\b)\w+)?(?:\s+on\s+([\s\S]*?)(?=\bjoin\b|\bleft\b|\bcross\b|\bwhere\b|\border\b|\bgroup\b|\blimit\b|\bunion\b|\bfrom\b|$))?/gi;
  const breaches: string[] = [];
  let isAnotherThere = false;
  for (const [, word = "", table = "", condition] of text.matchAll(sources)) {
    // A `from` begins a list of its own; a table that is spread by nothing may be joined by anything.
    if (word.toLowerCase() === "from") isAnotherThere = false;
    if (!below.has(table)) continue;
    if (isAnotherThere && condition !== undefined && !/account_id/.test(condition)) breaches.push(table);
    isAnotherThere = true;
  }
  return breaches;
}

function writesWithoutAccount(text: string, below: ReadonlySet<string>): string[] {
  const writes = /\b(?:update|delete\s+from)\s+(?!set\b)([a-z_]+)\b([\s\S]*)/gi;
  return [...text.matchAll(writes)]
    .filter(([, table = "", rest = ""]) => below.has(table) && !distributionColumn(table).test(rest))
    .map(([, table]) => table ?? "");
}

import { sql } from "kysely";
import type { Db, Tx } from "../kernel/db.ts";
import { isId } from "../kernel/ids.ts";

export type ResolvedTeammate = { id: string } | { problem: string };

/**
 * Finds the teammate behind each text: an id, an e-mail or a name. One statement whatever their number; an unknown or
 * ambiguous one is a problem, never a guess.
 */
export async function resolveTeammates(
  db: Db | Tx,
  texts: readonly string[],
): Promise<Map<string, ResolvedTeammate>> {
  const wanted = [...new Set(texts.map((text) => text.trim().toLowerCase()))];
  const { rows } = await sql<{ id: string; name: string; email: string | null }>`
    select id, lower(name) as name, lower(email) as email from teammates
     where id = any(${wanted.filter(isId)}::uuid[])
        or lower(email) = any(${wanted}::text[])
        or (lower(name) = any(${wanted}::text[]) and archived_at is null)
  `.execute(db);
  return new Map(
    texts.map((text): [string, ResolvedTeammate] => {
      const word = text.trim().toLowerCase();
      const exact = rows.find((row) => row.id === word || row.email === word);
      const found = exact ? [exact] : rows.filter((row) => row.name === word);
      const [first] = found;
      if (!first) return [text, { problem: `there is no teammate called “${text}”` }];
      if (found.length === 1) return [text, { id: first.id }];
      return [text, { problem: `${found.length} teammates are called “${text}”: give the e-mail` }];
    }),
  );
}

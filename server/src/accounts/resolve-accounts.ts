import { sql } from "kysely";
import type { Db, Tx } from "../kernel/db.ts";
import { isId } from "../kernel/ids.ts";
import { followMerges } from "../objects/index.ts";

/** How an account is named from outside. A plain text is an id or an external id. */
export type AccountReference =
  | string
  | {
      id?: string | undefined;
      externalId?: string | undefined;
      name?: string | undefined;
      domain?: string | undefined;
    };

export type ResolvedAccount = { id: string } | { problem: string };

type Way = "id" | "externalId" | "name" | "domain";

/**
 * Finds the account behind each reference. One statement per way of naming, whatever the number of references.
 * An unknown or ambiguous one is a problem, never a guess.
 * @param source asked first for external ids; any other source serves when only one account has the id
 */
export async function resolveAccounts(
  db: Db | Tx,
  references: readonly AccountReference[],
  source = "app",
): Promise<ResolvedAccount[]> {
  const named = references.map(wayOf);
  const found = new Map<string, string[]>();
  for (const [way, ofWay] of Map.groupBy(
    named.filter((each) => each !== undefined),
    (each) => each.way,
  )) {
    const texts = [...new Set(ofWay.map((each) => each.text))];
    for (const row of await find[way](db, texts, source)) {
      const key = `${way} ${row.text}`;
      found.set(key, [...(found.get(key) ?? []), row.id]);
    }
  }
  const survivors = await followMerges(db, "account", [...found.values()].flat());
  return named.map((each): ResolvedAccount => {
    if (!each) return { problem: "an account is required: give its id, externalId, name or domain" };
    const ids = found.get(`${each.way} ${each.text}`) ?? [];
    const [id] = ids;
    if (id === undefined)
      return { problem: `there is no account with the ${labels[each.way]} “${each.text}”` };
    if (ids.length > 1) {
      return {
        problem: `${ids.length} accounts have the ${labels[each.way]} “${each.text}”: name one by its id`,
      };
    }
    return { id: survivors.get(id) ?? id };
  });
}

const labels: Record<Way, string> = { id: "id", externalId: "external id", name: "name", domain: "domain" };

function wayOf(reference: AccountReference): { way: Way; text: string } | undefined {
  if (typeof reference === "string") {
    const text = reference.trim();
    if (text === "") return undefined;
    return isId(text) ? { way: "id", text: text.toLowerCase() } : { way: "externalId", text };
  }
  if (reference.id) return { way: "id", text: reference.id.toLowerCase() };
  if (reference.externalId) return { way: "externalId", text: reference.externalId };
  if (reference.domain) return { way: "domain", text: reference.domain.trim().toLowerCase() };
  return reference.name ? { way: "name", text: reference.name.trim().toLowerCase() } : undefined;
}

type Find = (db: Db | Tx, texts: string[], source: string) => Promise<{ text: string; id: string }[]>;

const find: Record<Way, Find> = {
  id: async (db, texts) =>
    (
      await sql<{ text: string; id: string }>`
      select id::text as text, id from accounts where id = any(${texts.filter(isId)}::uuid[])`.execute(db)
    ).rows,
  externalId: async (db, texts, source) => {
    const own = await sql<{ text: string; id: string }>`
      select external_id as text, object_id as id from external_ids
       where object = 'account' and source = ${source} and external_id = any(${texts}::text[])`.execute(db);
    const known = new Set(own.rows.map(({ text }) => text));
    const others = texts.filter((text) => !known.has(text));
    if (others.length === 0) return own.rows;
    const { rows } = await sql<{ text: string; id: string }>`
      select distinct external_id as text, object_id as id from external_ids
       where object = 'account' and external_id = any(${others}::text[])`.execute(db);
    return [...own.rows, ...rows];
  },
  name: async (db, texts) =>
    (
      await sql<{ text: string; id: string }>`
      select lower(name) as text, id from accounts where lower(name) = any(${texts}::text[]) and archived_at is null
    `.execute(db)
    ).rows,
  domain: async (db, texts) =>
    (
      await sql<{ text: string; id: string }>`
      select domain as text, id from accounts, unnest(domains) as domain
       where domains && ${texts}::text[] and lower(domain) = any(${texts}::text[]) and archived_at is null
    `.execute(db)
    ).rows,
};

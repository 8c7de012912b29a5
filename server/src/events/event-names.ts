import { sql } from "kysely";
import type { App } from "../kernel/app.ts";

const caches = new WeakMap<App, Map<string, number>>();

/**
 * The dictionary's numbers of these event names, made where they are new. New names are written in their own
 * transaction before any account is touched, never change and are never removed, so that they may be cached for good.
 */
export async function eventIdsOf(
  app: App,
  names: Iterable<string>,
  now: Temporal.Instant,
): Promise<ReadonlyMap<string, number>> {
  let cache = caches.get(app);
  if (!cache) {
    cache = new Map();
    caches.set(app, cache);
  }
  const wanted = new Set(names);
  const missing = [...wanted].filter((name) => !cache.has(name));
  if (missing.length > 0) {
    await readInto(app, cache, missing);
    const unknown = missing.filter((name) => !cache.has(name)).sort();
    if (unknown.length > 0) {
      await sql`
        insert into event_names (name, first_at)
        select unnest(${unknown}::text[]), ${now.toString()}::timestamptz
        on conflict do nothing
      `.execute(app.db);
      await readInto(app, cache, unknown);
    }
  }
  return cache;
}

async function readInto(app: App, cache: Map<string, number>, names: readonly string[]): Promise<void> {
  const { rows } = await sql<{ id: number; name: string }>`
    select id, name from event_names where name = any(${[...names]}::text[])
  `.execute(app.db);
  for (const row of rows) cache.set(row.name, row.id);
}

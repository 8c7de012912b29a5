import { hash } from "node:crypto";
import { sql } from "kysely";
import type { App } from "../../kernel/app.ts";
import type { Actor } from "../../kernel/context.ts";

/** What every write key begins with, so that scanners for leaked secrets can know it. */
export const writeKeyPrefix = "wk_";
const permissions: ReadonlySet<string> = new Set(["events.write"]);
/** A revoked key is refused after this long at the latest, in other processes than the one that revoked it. */
const keptMs = 5_000;
const mostKept = 1_000;

type Kept = { actor: Actor | undefined; untilMs: number };
const caches = new WeakMap<App, Map<string, Kept>>();

/** What is kept of a key: 256 random bits cannot be guessed from it. */
export function hashWriteKey(key: string): string {
  return hash("sha256", key, "hex");
}

/** The user name of HTTP Basic authentication. */
export function basicUser(authorization: string | undefined): string | undefined {
  const match = /^Basic\s+([A-Za-z0-9+/=_-]+)$/i.exec(authorization ?? "");
  if (!match?.[1]) return undefined;
  const text = Buffer.from(match[1], "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon < 0 ? text : text.slice(0, colon);
}

/** The actor behind a write key, or undefined for one that is unknown or revoked. Remembered for some seconds. */
export async function actorOfWriteKey(app: App, key: string): Promise<Actor | undefined> {
  if (!key.startsWith(writeKeyPrefix) || key.length > 100) return undefined;
  const cache = caches.get(app) ?? new Map<string, Kept>();
  caches.set(app, cache);
  const keyHash = hashWriteKey(key);
  const kept = cache.get(keyHash);
  const nowMs = app.clock.now().epochMilliseconds;
  if (kept && nowMs < kept.untilMs) return kept.actor;
  const actor = await readActor(app, keyHash);
  if (cache.size >= mostKept) cache.clear();
  cache.set(keyHash, { actor, untilMs: nowMs + keptMs });
  return actor;
}

/** Makes this process ask anew; called when a key is revoked. */
export function forgetWriteKeys(app: App): void {
  caches.delete(app);
}

async function readActor(app: App, keyHash: string): Promise<Actor | undefined> {
  const now = app.clock.now();
  const { rows } = await sql<{ id: string; name: string; last_used_at: string | null }>`
    select id, name, last_used_at from write_keys where key_hash = ${keyHash} and revoked_at is null
  `.execute(app.db);
  const row = rows[0];
  if (!row) return undefined;
  const before = now.subtract({ minutes: 1 });
  if (row.last_used_at === null || Temporal.Instant.compare(row.last_used_at, before) < 0) {
    await sql`
      update write_keys set last_used_at = ${now.toString()}::timestamptz where id = ${row.id}
    `.execute(app.db);
  }
  return { kind: "api-key", id: row.id, name: row.name, permissions };
}

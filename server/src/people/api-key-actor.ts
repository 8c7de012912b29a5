import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Actor } from "../kernel/context.ts";
import { commonPermissions } from "./permissions.ts";
import { permissionsOf, type Role } from "./roles.ts";
import { hashToken } from "./secret-tokens.ts";

/** What every key begins with, so that scanners for leaked secrets can know it. */
export const keyPrefix = "pk_";

/**
 * The actor behind an API key, or undefined for one that is unknown, expired, revoked, or whose owner may not sign
 * in any more. Its permissions are its scopes, bounded by its owner's present ones.
 */
export async function actorOfApiKey(app: App, key: string): Promise<Actor | undefined> {
  if (!key.startsWith(keyPrefix) || key.length > 100) return undefined;
  const now = app.clock.now();
  const row = await app.db
    .selectFrom("api_keys as k")
    .leftJoin("teammates as t", "t.id", "k.owner_id")
    .select([
      "k.id",
      "k.name",
      "k.scopes",
      "k.owner_id",
      "k.last_used_at",
      "t.role",
      "t.status",
      "t.archived_at",
    ])
    .where("k.key_hash", "=", hashToken(key))
    .where("k.revoked_at", "is", null)
    .where((or) => or.or([or("k.expires_at", "is", null), or("k.expires_at", ">", now.toString())]))
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.owner_id !== null && (row.status !== "active" || row.archived_at !== null)) return undefined;
  await rememberUse(app, row.id, row.last_used_at, now);
  const permissions =
    row.owner_id === null
      ? new Set(row.scopes)
      : commonPermissions(row.scopes, permissionsOf(row.role as Role));
  return { kind: "api-key", id: row.id, name: row.name, permissions };
}

/** Written at most once a minute, so that a busy key does not make a write of every read. */
async function rememberUse(
  app: App,
  id: string,
  lastUsedAt: string | null,
  now: Temporal.Instant,
): Promise<void> {
  const before = now.subtract({ seconds: 60 });
  if (lastUsedAt !== null && Temporal.Instant.compare(lastUsedAt, before) > 0) return;
  await sql`
    update api_keys set last_used_at = ${now.toString()}::timestamptz
     where id = ${id} and (last_used_at is null or last_used_at <= ${before.toString()}::timestamptz)
  `.execute(app.db);
}

import { createHash } from "node:crypto";
import type { FastifyReply } from "fastify";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { problem } from "../kernel/errors.ts";

/** At most `max` attempts within `windowSeconds`, which begins with the first of them. */
export type AttemptLimit = { max: number; windowSeconds: number };
export type Attempt = { isAllowed: boolean; retryAfterSeconds: number };

/**
 * Counts an attempt in one statement, so that attempts at the same moment, on any process, cannot pass together.
 * @param key what is limited (an address, an e-mail); stored as a hash
 */
export async function countAttempt(app: App, key: string, limit: AttemptLimit): Promise<Attempt> {
  const now = app.clock.now();
  const windowBegan = now.subtract({ seconds: limit.windowSeconds }).toString();
  const { rows } = await sql<{ count: number; window_started_at: string }>`
    insert into attempt_counts as a (key, window_started_at, count)
    values (${hashKey(key)}, ${now.toString()}::timestamptz, 1)
    on conflict (key) do update set
      count = case when a.window_started_at <= ${windowBegan}::timestamptz then 1 else a.count + 1 end,
      window_started_at = case when a.window_started_at <= ${windowBegan}::timestamptz
                               then excluded.window_started_at else a.window_started_at end
    returning count, window_started_at
  `.execute(app.db);
  const row = rows[0];
  if (!row) throw new Error("an upsert returns its row");
  const ends = Temporal.Instant.from(row.window_started_at).add({ seconds: limit.windowSeconds });
  return {
    isAllowed: row.count <= limit.max,
    retryAfterSeconds: Math.max(1, Math.ceil(now.until(ends).total("seconds"))),
  };
}

/** Forgets what was counted: after a success. */
export async function forgetAttempts(app: App, key: string): Promise<void> {
  await app.db.deleteFrom("attempt_counts").where("key", "=", hashKey(key)).execute();
}

/** Removes counts older than a day, which no limit looks at any more. */
export async function removeOldAttempts(app: App): Promise<void> {
  const before = app.clock.now().subtract({ hours: 24 }).toString();
  await app.db.deleteFrom("attempt_counts").where("window_started_at", "<", before).execute();
}

function hashKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

/** Counts an attempt. @throws Problem `rate-limited` when there were too many */
export async function limitAttempts(
  app: App,
  reply: FastifyReply,
  key: string,
  of: AttemptLimit,
): Promise<void> {
  const { isAllowed, retryAfterSeconds } = await countAttempt(app, key, of);
  if (isAllowed) return;
  reply.header("retry-after", retryAfterSeconds);
  throw problem(
    "rate-limited",
    `Too many attempts. Try again in ${Math.ceil(retryAfterSeconds / 60)} minutes.`,
  );
}

import { sql } from "kysely";
import type { App } from "../app.ts";

const ignoredMs = 60_000;

/**
 * Tells the queue how far the application's clock is ahead of the database's (PERENNIAL_NOW), and moves what waits for
 * its time when that has changed. A difference below a minute is two machines' ordinary disagreement.
 */
export async function storeClockOffset(app: App): Promise<void> {
  const offsetMs = Math.abs(app.clock.offsetMs) < ignoredMs ? 0 : Math.round(app.clock.offsetMs);
  await app.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ offset_ms: number }>`select offset_ms from job_clock for update`.execute(tx);
    const known = rows[0]?.offset_ms ?? 0;
    if (Math.abs(known - offsetMs) < ignoredMs) return;
    await sql`
      insert into job_clock (id, offset_ms) values (1, ${offsetMs})
      on conflict (id) do update set offset_ms = excluded.offset_ms
    `.execute(tx);
    await sql`
      update graphile_worker._private_jobs
         set run_at = (payload ->> 'runAt')::timestamptz - make_interval(secs => ${offsetMs / 1000}::float8)
       where payload ->> 'runAt' is not null and locked_at is null and attempts = 0
    `.execute(tx);
  });
}

import { sql } from "kysely";
import type { App } from "../app.ts";
import type { Db } from "../db.ts";
import { latestDue, parseCronPattern } from "./cron-pattern.ts";
import { enqueue } from "./enqueue.ts";
import type { CronEntry } from "./job.ts";

type Cron = CronEntry & { name: string; parsed: ReturnType<typeof parseCronPattern> };

/** @throws Error when a pattern or payload is wrong or two crons share a name: at the start, not at night */
export function parseCrons(entries: readonly CronEntry[]): Cron[] {
  const names = new Set<string>();
  return entries.map((entry) => {
    const name = entry.name ?? entry.job.name;
    if (names.has(name)) throw new Error(`Two crons are named “${name}”. Give one of them a name.`);
    names.add(name);
    entry.job.payload.parse(entry.payload);
    return { ...entry, name, parsed: parseCronPattern(entry.pattern) };
  });
}

/** Makes crons known that are not yet: they count from `now`. */
export async function registerCrons(
  db: Db,
  crons: readonly { name: string }[],
  now: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into job_cron (name, fired_until)
    select name, ${now.toString()}::timestamptz from unnest(${crons.map((cron) => cron.name)}::text[]) as name
    on conflict do nothing
  `.execute(db);
}

/**
 * Enqueues the crons that fell due since they were last seen to, each once however often it did and however many
 * workers look. A cron seen for the first time begins now.
 * @returns the names of those enqueued
 */
export async function fireCrons(app: App, crons: readonly Cron[], now: Temporal.Instant): Promise<string[]> {
  if (crons.length === 0) return [];
  const until = now.toString();
  const { timeZone } = await app.company();
  await registerCrons(app.db, crons, now);
  // After the clock was set back on purpose, what "was seen to" then lies in the future and would hold everything up.
  await sql`update job_cron set fired_until = ${until}::timestamptz where fired_until > ${until}::timestamptz`.execute(
    app.db,
  );
  const seen = await sql<{
    name: string;
    fired_until: string;
  }>`select name, fired_until from job_cron`.execute(app.db);
  const firedUntil = new Map(seen.rows.map((row) => [row.name, Temporal.Instant.from(row.fired_until)]));
  const fired: string[] = [];
  for (const cron of crons) {
    const previous = firedUntil.get(cron.name) ?? now;
    const due = latestDue(cron.parsed, previous, now, cron.zone === "UTC" ? "UTC" : timeZone);
    if (due && (await fire(app, cron, previous, due))) fired.push(cron.name);
  }
  return fired;
}

/** Whoever moves the mark enqueues; the others find it moved. */
async function fire(
  app: App,
  cron: Cron,
  previous: Temporal.Instant,
  due: Temporal.Instant,
): Promise<boolean> {
  return await app.db.transaction().execute(async (tx) => {
    const moved = await sql`
      update job_cron set fired_until = ${due.toString()}::timestamptz
       where name = ${cron.name} and fired_until = ${previous.toString()}::timestamptz
    `.execute(tx);
    if (moved.numAffectedRows !== 1n) return false;
    await enqueue(tx, cron.job, cron.payload);
    return true;
  });
}

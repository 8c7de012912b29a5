import { sql } from "kysely";
import type { App } from "../kernel/app.ts";

type Known = { months: Set<string>; making: Promise<void> };
const known = new WeakMap<App, Known>();
/** Any number that nothing else in the product locks by. */
const partitionLock = 4_100_041;

/**
 * Makes the partitions of these months (`YYYY-MM`, UTC) where they are missing. A partition is made apart and then
 * attached, which hinders neither readers nor writers of the others; it is committed by itself, on a connection of its
 * own, so that no long transaction keeps anybody waiting. One at a time in a process: at most one more connection.
 */
export async function ensureEventMonths(app: App, months: Iterable<string>): Promise<void> {
  const state = known.get(app) ?? { months: new Set<string>(), making: Promise.resolve() };
  known.set(app, state);
  const missing = [...new Set(months)].filter((month) => !state.months.has(month)).sort();
  if (missing.length === 0) return;
  const making = state.making
    .catch(() => undefined)
    .then(async () => {
      for (const month of missing) {
        if (!state.months.has(month)) await makeMonth(app, month);
        state.months.add(month);
      }
    });
  state.making = making;
  await making;
}

async function makeMonth(app: App, month: string): Promise<void> {
  const name = `events_${month.replace("-", "_")}`;
  const first = Temporal.PlainYearMonth.from(month);
  const next = first.add({ months: 1 });
  await app.db.transaction().execute(async (tx) => {
    const exists = async () =>
      (await sql<{ found: boolean }>`select to_regclass(${name}) is not null as found`.execute(tx)).rows[0]
        ?.found === true;
    if (await exists()) return;
    await sql`select pg_advisory_xact_lock(${partitionLock})`.execute(tx);
    if (await exists()) return;
    await sql`
      create table ${sql.table(name)} (like events including defaults including constraints including indexes)
    `.execute(tx);
    await sql`
      alter table events attach partition ${sql.table(name)}
        for values from (${sql.lit(`${first}-01T00:00:00Z`)}) to (${sql.lit(`${next}-01T00:00:00Z`)})
    `.execute(tx);
  });
}

/** The month an instant's partition is named by. */
export function monthOf(at: string): string {
  return at.slice(0, 7);
}

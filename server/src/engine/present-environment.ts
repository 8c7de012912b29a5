import { sql } from "kysely";
import { type App, systemContext } from "../kernel/app.ts";
import { dateIn } from "../kernel/calendar.ts";
import { readCompany } from "../kernel/company.ts";
import type { Tx } from "../kernel/db.ts";
import { catalogOf, ruleCatalogOf } from "../objects/index.ts";
import type { ComputeEnvironment } from "./node.ts";

/** The actor of derived values in history and feed. */
export const engineName = "live engine";

/** So far the clocks of two machines may be apart; more is a clock that was set back on purpose. */
const apartSeconds = 60;

/**
 * What a recompute of these accounts goes by, to be asked for once they are locked: an account computed last is then computed
 * with the latest clock. Time zone and fiscal year are the company's as it stands, whatever this process has yet heard of it. A
 * worker whose clock is behind is not still in the day that a pass has ended, and its differences stand in the history behind
 * those that another worker wrote before.
 */
export async function presentEnvironment(
  app: App,
  tx: Tx,
  accountIds: readonly string[],
): Promise<ComputeEnvironment> {
  const ctx = await systemContext(app, engineName);
  const { timeZone, fiscalYearStartMonth } = await readCompany(tx);
  const until = ctx.now.add({ seconds: apartSeconds }).toString();
  const { rows } = await sql<{ latest: string | null }>`
    select greatest(
      (select requested_at from engine_passes where requested_at <= ${until}::timestamptz order by id desc limit 1),
      (select max(computed_at) + interval '1 millisecond' from account_derived
        where account_id = any(${[...accountIds]}::uuid[]) and computed_at > ${ctx.now.toString()}::timestamptz
          and computed_at <= ${until}::timestamptz)) as latest
  `.execute(tx);
  const latest = rows[0]?.latest ? Temporal.Instant.from(rows[0].latest) : ctx.now;
  const now = Temporal.Instant.compare(latest, ctx.now) > 0 ? latest : ctx.now;
  const today = dateIn(now, timeZone);
  return {
    ctx: { ...ctx, now, timeZone, today },
    catalog: await catalogOf(app, tx),
    rules: await ruleCatalogOf(app, tx),
    env: { now, today, timeZone, fiscalYearStartsInMonth: fiscalYearStartMonth },
  };
}

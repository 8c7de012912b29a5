import { sql } from "kysely";
import type { Db, Tx } from "../kernel/db.ts";
import { formatAmount, parseAmount } from "../kernel/money.ts";

/** What people added to each level of a period and aim at, as it stood at an instant. Amounts in 1/10,000. */
export type PeriodLedger = {
  readonly adjustments: ReadonlyMap<string, bigint>;
  readonly targets: ReadonlyMap<string, bigint>;
};

export async function readLedger(db: Db | Tx, period: string, at: Temporal.Instant): Promise<PeriodLedger> {
  const until = at.toString();
  const adjustments = await sql<{ level: string; amount: string }>`
    select level, sum(amount) as amount from forecast_adjustments
     where period = ${period} and at <= ${until}::timestamptz group by level
  `.execute(db);
  const targets = await sql<{ level: string; amount: string | null }>`
    select distinct on (level) level, amount from forecast_targets
     where period = ${period} and at <= ${until}::timestamptz order by level, at desc, id desc
  `.execute(db);
  const read = (rows: readonly { level: string; amount: string | null }[]) =>
    new Map(
      rows.flatMap(({ level, amount }) =>
        amount === null ? [] : [[level, parseAmount(amount) ?? 0n] as const],
      ),
    );
  return { adjustments: read(adjustments.rows), targets: read(targets.rows) };
}

type ActorRow = { actor_kind: string; actor_id: string; actor_name: string };
export const actorOf = (row: ActorRow) => ({ kind: row.actor_kind, id: row.actor_id, name: row.actor_name });

/** An amount as the database gives it, as the API does. */
export const amountText = (amount: string): string => formatAmount(parseAmount(amount) ?? 0n);

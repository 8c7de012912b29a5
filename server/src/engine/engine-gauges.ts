import { sql } from "kysely";
import { ageSeconds, type GaugeSource } from "../kernel/http/gauges.ts";

/** How far derived values lag behind the facts. */
export const engineGauges: GaugeSource = async ({ db, clock }) => {
  const { rows } = await sql<{ accounts: number; oldest: string | null; passes: number }>`
    select count(distinct account_id)::int as accounts, min(marked_at) as oldest,
           (select count(*)::int from engine_passes where finished_at is null) as passes
      from dirty_accounts
  `.execute(db);
  const { accounts = 0, oldest = null, passes = 0 } = rows[0] ?? {};
  return [
    {
      name: "perennial_engine_dirty_accounts",
      help: "Accounts whose derived values wait to be computed",
      samples: [{ value: accounts }],
    },
    {
      name: "perennial_engine_oldest_mark_age_seconds",
      help: "How long the account marked first has waited",
      samples: [{ value: ageSeconds(oldest, clock.now()) }],
    },
    {
      name: "perennial_engine_open_passes",
      help: "Recomputes of all accounts that are not finished",
      samples: [{ value: passes }],
    },
  ];
};

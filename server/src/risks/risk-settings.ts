import type { RiskSettings } from "@perennial/contract";
import type { Db, Tx } from "../kernel/db.ts";

/** What the company sets of its risk process beside causes, tiers and departments. */
export async function readRiskSettings(db: Db | Tx): Promise<RiskSettings> {
  const row = await db.selectFrom("risk_settings").select("recurrence_days").executeTakeFirstOrThrow();
  return { recurrenceDays: row.recurrence_days };
}

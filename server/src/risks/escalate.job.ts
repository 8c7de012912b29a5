import { sql } from "kysely";
import { z } from "zod";
import { execute } from "../kernel/command.ts";
import { defineCron, defineJob } from "../kernel/jobs/index.ts";
import { setRiskTier } from "./move-risk.ts";

/** Raises the tier of risks whose review is overdue for longer than their tier allows. */
export const escalateRisks = defineJob({
  name: "risks.escalate",
  payload: z.object({}),
  async run({ app, ctx }) {
    const { rows } = await sql<{ id: string; tier: string; days: number }>`
      select r.id, (t.tier + 1)::text as tier, ${ctx.today.toString()}::date - r.next_review_on as days
        from risks r join risk_tiers t on t.tier = r.tier::smallint
       where r.status in ('open', 'monitoring') and r.archived_at is null and t.tier < 3
         and t.escalates_after_days is not null
         and r.next_review_on + t.escalates_after_days < ${ctx.today.toString()}::date
       order by r.id
    `.execute(app.db);
    for (const { id, tier, days } of rows) {
      const reason = `The review is ${days} days overdue.`;
      await execute(app, ctx, setRiskTier, { id, tier: tier as "2" | "3", reason });
    }
  },
});

export const escalateCron = defineCron({ job: escalateRisks, payload: {}, pattern: "15 5 * * *" });

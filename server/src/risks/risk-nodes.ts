import { sql } from "kysely";
import type { NodeSource } from "../engine/index.ts";

const group = "Risk";

/** The risks of each account that are under way: how many, how high, and how long a review is overdue. */
export const riskNodes: NodeSource = async () => [
  {
    kind: "source",
    key: "risks",
    reads: [],
    columns: [
      {
        name: "open_risk_count",
        field: { slug: "openRiskCount", label: "Open risks", group, type: "integer" },
        whenMissing: 0,
      },
      {
        name: "risk_tier",
        field: { slug: "riskTier", label: "Risk tier", group, type: "integer" },
        isTracked: true,
      },
      {
        name: "risk_review_overdue_days",
        field: { slug: "riskReviewOverdueDays", label: "Risk review overdue, days", group, type: "integer" },
        whenMissing: 0,
      },
    ],
    select: ({ ctx, scope }) => sql`
      select account_id, count(*)::integer as open_risk_count, max(tier)::integer as risk_tier,
             greatest(0, max(${ctx.today.toString()}::date - next_review_on)) as risk_review_overdue_days
        from risks where account_id = ${scope} and status in ('open', 'monitoring') and archived_at is null
       group by account_id`,
  },
];

import type { ComputedField } from "../objects/index.ts";

/**
 * The product by which a forecast groups a renewal, as rules know it: of the contract's largest line on the day it is due.
 * The same as the grouping's own statement, so that a number by product opens its rows.
 */
export const mainProductField: ComputedField = {
  of: "renewal",
  slug: "mainProduct",
  label: "Main product",
  type: "text",
  tablesThen: ["subscriptions"],
  sql: {
    expression: ({ column }) => `(SELECT coalesce(l.product, l.plan) FROM subscriptions l
      WHERE l.account_id = ${column("account_id")} AND l.contract_id = ${column("contract_id")} AND l.archived_at IS NULL
        AND l.starts_on <= ${column("due_on")} AND (l.ends_on IS NULL OR l.ends_on >= ${column("due_on")})
      ORDER BY l.arr DESC, l.id LIMIT 1)`,
  },
};

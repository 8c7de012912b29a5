import type { ComputedField, FormulaName } from "../objects/index.ts";

/** What formulas call a renewal's standing: `sum(renewals.delta where status = "open")`. */
export const renewalNames: readonly FormulaName[] = [
  { of: "renewal", name: "at", label: "Due on", formula: "dueOn" },
  { of: "renewal", name: "status", label: "Status", formula: 'coalesce(outcome, "open")' },
  { of: "renewal", name: "days_left", label: "Days left", formula: 'date_diff("days", today(), dueOn)' },
];

/** The delta in the company's currency at today's rate, so that renewals of several currencies add up. */
export const renewalDelta: ComputedField = {
  of: "renewal",
  slug: "delta",
  label: "Delta, in the company’s currency",
  type: "currency",
  sql: {
    expression: ({ column, param, today }) => `round(${column("delta_arr")} * CASE
      WHEN ${column("currency")} = (SELECT c.currency FROM company c WHERE c.id = 1) THEN 1
      ELSE (SELECT x.rate FROM exchange_rates x WHERE x.currency = ${column("currency")}
              AND x.starts_on <= ${param(today, "date")} ORDER BY x.starts_on DESC LIMIT 1) END, 2)`,
  },
};

import { sql } from "kysely";
import { accountsWhere, type QualityCheck } from "../objects/index.ts";

/** What may be missing or wrong in accounts themselves. */
export const accountQuality: readonly QualityCheck[] = [
  {
    slug: "accounts-without-owner",
    group: "missing",
    title: "Accounts without an owner",
    consequence: "Nobody sees them under Today, and playbooks that write to the owner skip them.",
    fields: () => ({ account: ["keyRole:csm"] }),
    find: ({ catalog }) => {
      const column = catalog.fieldsOf("account").get("keyRole:csm")?.column.name;
      if (column === undefined) return null;
      return accountsWhere(
        sql`'nobody is CSM'`,
        sql`${sql.ref(`a.${column}`)} is null and coalesce(d.lifecycle, '') not in ('churned', 'ignored')`,
      );
    },
  },
  {
    slug: "unclassified-accounts",
    group: "missing",
    title: "Accounts without a lifecycle",
    consequence:
      "They are in no cohort of retention until a subscription, a trial or a person says what they are.",
    fields: () => ({ account: ["lifecycleOverride", "lifecycleOverrideReason"] }),
    find: () =>
      accountsWhere(sql`'no subscription, no trial, nothing set by hand'`, sql`d.lifecycle = 'unclassified'`),
  },
];

import { sql } from "kysely";
import type { QualityCheck } from "../objects/index.ts";

/** What may be missing or wrong in accounts themselves. */
export const accountQuality: readonly QualityCheck[] = [
  {
    slug: "accounts-without-owner",
    group: "missing",
    title: "Accounts without an owner",
    consequence: "Nobody sees them under Today, and playbooks that write to the owner skip them.",
    find: ({ catalog }) => {
      const column = catalog.fieldsOf("account").get("keyRole:csm")?.column.name;
      if (column === undefined) return null;
      return sql`
        select a.id as account_id, 'account' as object, a.id as record_id, 'nobody is CSM' as what
          from accounts a left join account_derived d on d.account_id = a.id
         where a.archived_at is null and ${sql.ref(`a.${column}`)} is null
           and coalesce(d.lifecycle, '') not in ('churned', 'ignored')`;
    },
  },
  {
    slug: "unclassified-accounts",
    group: "missing",
    title: "Accounts without a lifecycle",
    consequence:
      "They are in no cohort of retention until a subscription, a trial or a person says what they are.",
    find: () => sql`
      select a.id as account_id, 'account' as object, a.id as record_id,
             'no subscription, no trial, nothing set by hand' as what
        from accounts a join account_derived d on d.account_id = a.id
       where a.archived_at is null and d.lifecycle = 'unclassified'`,
  },
];

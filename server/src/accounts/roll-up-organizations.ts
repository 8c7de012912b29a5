import { sql } from "kysely";
import type { RollUpReader } from "../organizations/index.ts";

/** Accounts, ARR and earliest renewal below each organization. Archived accounts count in none of them. */
export const rollUpOrganizations: RollUpReader = async (app, ids) => {
  const { rows } = await sql<{ id: string; count: number; arr: string; renews: string | null }>`
    select a.organization_id as id, count(*)::int as count,
           round(coalesce(sum(d.arr), 0), 2)::text as arr, min(d.next_renewal_on)::text as renews
      from accounts a join account_derived d on d.account_id = a.id
     where a.organization_id = any(${[...ids]}::uuid[]) and a.archived_at is null
     group by a.organization_id
  `.execute(app.db);
  return new Map(
    rows.map(({ id, count, arr, renews }) => [id, { accountCount: count, arr, nextRenewalOn: renews }]),
  );
};

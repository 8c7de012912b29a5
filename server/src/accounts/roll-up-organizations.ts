import { sql } from "kysely";
import { catalogOf, derivedJoin, tablesAsOf } from "../objects/index.ts";
import type { RollUpReader } from "../organizations/index.ts";
import { accountType } from "./account-type.ts";

/** Accounts, ARR and earliest renewal below each organization. Archived accounts count in none of them. */
export const rollUpOrganizations: RollUpReader = async (app, ctx, ids) => {
  const tables = await tablesAsOf(app, ctx, await catalogOf(app), accountType, {
    slugs: ["organizationId", "arr", "nextRenewalOn"],
  });
  const { rows } = await sql<{ id: string; count: number; arr: string; renews: string | null }>`
    select r.organization_id as id, count(*)::int as count,
           round(coalesce(sum(r_d.arr), 0), 2)::text as arr, min(r_d.next_renewal_on)::text as renews
      from ${tables.record} r${derivedJoin(accountType, tables)}
     where r.organization_id = any(${[...ids]}::uuid[]) and r.archived_at is null
     group by r.organization_id
  `.execute(app.db);
  return new Map(
    rows.map(({ id, count, arr, renews }) => [id, { accountCount: count, arr, nextRenewalOn: renews }]),
  );
};

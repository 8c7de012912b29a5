import { sql } from "kysely";
import type { TemplateScope } from "./template-scope.ts";

type Row = Record<
  | "id"
  | "due_on"
  | "notice_on"
  | "target_arr"
  | "forecast_arr"
  | "currency"
  | "stage"
  | "next_step"
  | "owner",
  string | null
>;

/**
 * `{{ renewal.due_on }}` and its neighbours: the renewal asked for, where it is the account's, else its next open one.
 * Amounts are decimal numbers with two digits; `renewal.currency` says of what.
 */
export const renewalScope: TemplateScope = {
  name: "renewal",
  async load(db, { accountId, renewalId }) {
    const { rows } = await sql<Row>`
      select r.id, r.due_on, r.notice_deadline_on as notice_on, round(r.target_arr, 2) as target_arr,
             round(r.forecast_arr, 2) as forecast_arr, r.currency, r.stage, r.next_step, t.name as owner
        from renewals r left join teammates t on t.id = r.owner_id
       where r.account_id = ${accountId} and r.archived_at is null
         and case when ${renewalId ?? null}::uuid is null then r.outcome is null else r.id = ${renewalId ?? null}::uuid end
       order by r.due_on, r.id limit 1
    `.execute(db);
    return rows[0] ?? null;
  },
};

import { type RawBuilder, sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { Db } from "../kernel/db.ts";
import type { Catalog } from "./catalog.ts";

/**
 * One thing that may be wrong with the data. `find` is a select of `account_id`, `object`, `record_id` and `what` (the row's
 * own words: which values contradict each other), or null where the check does not apply to this company.
 */
export type QualityCheck = {
  slug: string;
  group: "standards" | "missing" | "renewals" | "contradictions" | "identity" | "sources" | "unused";
  title: string;
  /** What follows from it: for ARR, for the forecast, for whoever relies on it. */
  consequence: string;
  /** By object: the fields in which its rows are put right in place, where one edit does it. */
  fields?: (catalog: Catalog) => Readonly<Record<string, readonly string[]>>;
  find(args: FindArguments): Promise<RawBuilder<QualityRow> | null> | RawBuilder<QualityRow> | null;
};
export type FindArguments = { app: App; db: Db; ctx: Context; catalog: Catalog };
export type QualityRow = {
  account_id: string | null;
  object: string;
  record_id: string | null;
  what: string;
};

declare module "../kernel/slice.ts" {
  interface SliceContributions {
    qualityChecks: readonly QualityCheck[];
  }
}

/**
 * A select of accounts that are in use, for a check's `find`.
 * @param what the row's words; `where` what is wrong; both over the account `a` and its derived values `d`
 */
export function accountsWhere(what: RawBuilder<unknown>, where: RawBuilder<unknown>): RawBuilder<QualityRow> {
  return sql`
    select a.id as account_id, 'account' as object, a.id as record_id, ${what} as what
      from accounts a join account_derived d on d.account_id = a.id
     where a.archived_at is null and ${where}`;
}

import type { RawBuilder } from "kysely";
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
  group: "missing" | "renewals" | "contradictions" | "identity" | "unused";
  title: string;
  /** What follows from it: for ARR, for the forecast, for whoever relies on it. */
  consequence: string;
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

import type { RawBuilder } from "kysely";
import type { FeatureSpec } from "../model/sample.ts";

/** What a source of features is given. */
export type FeatureScope = {
  /**
   * The relation `points (account_id, renewal_id, due_on date, at date, before timestamptz)`: renewals and the days at
   * which they are looked at. `before` is the instant at which the day `at` is over: only what was true then may be told.
   */
  points: RawBuilder<unknown>;
  timeZone: string;
  /** The currency ARR is reported in. */
  currency: string;
  /** Rates of this day are used for all. */
  ratesOn: string;
  /** The primary health score's field in the history; null where there is none. */
  healthField: string | null;
  /** The first day of which anything done in the product is known; null where nothing is. */
  usageSince: string | null;
};

/**
 * Features of renewals as they stood. The statement gives `account_id, renewal_id, at` of each point it knows something of
 * and a column for each feature, named by its slug; null is not known.
 */
export type FeatureSource = {
  features: readonly FeatureSpec[];
  select(scope: FeatureScope): RawBuilder<unknown>;
};

declare module "../../kernel/slice.ts" {
  interface SliceContributions {
    /** What else is known of an account as it stood: surveys, risks, notes. */
    likelihoodFeatures: readonly FeatureSource[];
  }
}

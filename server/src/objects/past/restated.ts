import type { App } from "../../kernel/app.ts";
import type { PastContext } from "./past.ts";

/** A figure of an earlier day that facts, which came after it, have changed. */
export type RestatedFigure = {
  /** The field's slug. */
  field: string;
  label: string;
  type: "currency" | "number";
  /** By what was recorded when the day was over. */
  knownThen: string | number | null;
  /** By all that is recorded of that day now. */
  knownNow: string | number | null;
  /** The facts that came later, the latest first. */
  causes: {
    what: string;
    /** The day that the fact is of. */
    effectiveOn: string;
    recordedAt: string;
    by: string | null;
  }[];
};

export type Restated = {
  figures: RestatedFigure[];
  /** What was brought in as a whole later, so that nothing of it was known then. */
  notes: { what: string; on: string }[];
};

/** Tells which figures of an account, as they are read of an earlier day, were known otherwise when that day was over. */
export type RestatedSource = (args: { app: App; ctx: PastContext; accountId: string }) => Promise<Restated>;

declare module "../../kernel/slice.ts" {
  interface SliceContributions {
    restatedSources: readonly RestatedSource[];
  }
}

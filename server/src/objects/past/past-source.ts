import type { RawBuilder } from "kysely";
import type { App } from "../../kernel/app.ts";
import type { PastContext } from "./past.ts";

/** Derived columns of an object that are worked out from dated facts, as they were at an earlier time. */
export type PastPart = {
  /** By column: what stands where the select gives nothing. */
  columns: Readonly<Record<string, string | number | boolean | null>>;
  /** Rows by `account_id` with these columns. */
  select: RawBuilder<unknown>;
};

export type PastSource = {
  object: string;
  /**
   * @param slugs the fields that are asked for
   * @param scope which records, as what stands right of `account_id =`
   */
  parts(args: {
    app: App;
    ctx: PastContext;
    slugs: ReadonlySet<string>;
    scope: RawBuilder<unknown>;
  }): Promise<readonly PastPart[]>;
};

declare module "../../kernel/slice.ts" {
  interface SliceContributions {
    pastSources: readonly PastSource[];
  }
}

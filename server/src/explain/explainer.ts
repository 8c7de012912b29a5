import type { Explanation } from "@perennial/contract";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";

/** Explains the values of one kind for one account: `segment:…`, `health:…`, `trait:…`. */
export type Explainer = {
  /** What stands before the colon. */
  prefix: string;
  /** It can be asked with a context of an earlier day. */
  tellsPast?: boolean;
  /** @throws Problem `not-found` when there is no such thing of this kind */
  explain(args: {
    app: App;
    ctx: Context;
    accountId: string;
    /** What stands after the colon. */
    name: string;
  }): Promise<Omit<Explanation, "of">>;
};

declare module "../kernel/slice.ts" {
  interface SliceContributions {
    explainers: readonly Explainer[];
  }
}

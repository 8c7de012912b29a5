import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import { contributions } from "../kernel/slice.ts";

/** What an organization's accounts come to. */
export type RollUp = { accountCount: number; arr: string; nextRenewalOn: string | null };

/** Reads the sums of the accounts below organizations; those without accounts are left out. */
export type RollUpReader = (
  app: App,
  ctx: Context,
  ids: readonly string[],
) => Promise<ReadonlyMap<string, RollUp>>;

declare module "../kernel/slice.ts" {
  interface SliceContributions {
    /** Given by who keeps accounts: they stand above organizations. */
    organizationRollUps: readonly RollUpReader[];
  }
}

const nothing: RollUp = { accountCount: 0, arr: "0.00", nextRenewalOn: null };

/** The sums of each organization, in the order of the ids. */
export async function rollUpsOf(app: App, ctx: Context, ids: readonly string[]): Promise<RollUp[]> {
  const found = new Map<string, RollUp>();
  for (const read of contributions(app, "organizationRollUps")) {
    for (const [id, rollUp] of await read(app, ctx, ids)) found.set(id, rollUp);
  }
  return ids.map((id) => found.get(id) ?? nothing);
}

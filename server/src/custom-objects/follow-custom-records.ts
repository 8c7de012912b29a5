import { markDirty } from "../engine/index.ts";
import type { AfterCommand } from "../kernel/slice.ts";
import { followersOf } from "../objects/index.ts";

/** What accounts derive from records that lie below none of them follows, as from their own. */
export const followCustomRecords: AfterCommand = async (tx, ctx, { changes, isDerived }, app) => {
  if (isDerived) return;
  const { account = [] } = await followersOf(app, tx, changes);
  await markDirty(tx, account, ctx.now);
};

import { sql } from "kysely";
import { z } from "zod";
import { markDirty } from "../engine/index.ts";
import { rebuildBuckets } from "../events/index.ts";
import { defineJob } from "../kernel/jobs/index.ts";
import { hangingOf } from "./hanging-of.ts";
import { lockMerge } from "./merge.view.ts";
import type { MergeStep } from "./merge-step.ts";
import { moveRows } from "./move-rows.ts";
import { touchedAccounts } from "./touched-accounts.ts";

/** No transaction that did not yet know of a merge lives longer after it. */
export const lateAfter = { minutes: 4 };

/**
 * Moves what was written to the merged record by those who had looked it up before the merge and committed after it, such as
 * events that were on their way in.
 */
export const takeLateRows = defineJob({
  name: "merges.take-late-rows",
  payload: z.object({ mergeId: z.string() }),
  async run({ app, ctx, payload }) {
    await app.db.transaction().execute(async (tx) => {
      const merge = await lockMerge(tx, payload.mergeId);
      if (!merge || merge.unmerged_at !== null) return;
      const { object, survivor_id: survivorId, merged_id: mergedId } = merge;
      const step: MergeStep = { mergeId: merge.id, mergedId, survivorId, now: ctx.now };
      const tables = await hangingOf(tx, object);
      const late = await moveRows(tx, step, tables.move);
      if (Object.keys(late).length === 0) return;
      const accounts = await touchedAccounts(tx, object, step, tables);
      if (late.events) await rebuildBuckets(tx, accounts.withEvents);
      const moved = { ...merge.moved };
      for (const [table, count] of Object.entries(late)) moved[table] = (moved[table] ?? 0) + count;
      await sql`update merges set moved = ${JSON.stringify(moved)}::jsonb where id = ${merge.id}`.execute(tx);
      await markDirty(tx, accounts.all, ctx.now);
    });
  },
});

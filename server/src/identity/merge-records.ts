import { type Merge, mergeRecords } from "@perennial/contract";
import { sql } from "kysely";
import { markDirty } from "../engine/index.ts";
import { rebuildBuckets } from "../events/index.ts";
import type { App } from "../kernel/app.ts";
import { type Change, command } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { newId } from "../kernel/ids.ts";
import { enqueue } from "../kernel/jobs/index.ts";
import { writeRecords } from "../objects/index.ts";
import { combineRows } from "./combine-rows.ts";
import { hangingOf, type Mergeable } from "./hanging-of.ts";
import { lockPair } from "./lock-pair.ts";
import { readMerge } from "./merge.view.ts";
import { differencesOf, nameOf, survivorValues } from "./merge-fields.ts";
import type { MergeStep } from "./merge-step.ts";
import { moveRows } from "./move-rows.ts";
import { lateAfter, takeLateRows } from "./take-late-rows.job.ts";
import { touchedAccounts } from "./touched-accounts.ts";

/**
 * Makes two records one: everything that hangs on the merged one becomes the survivor's, each row written down so that it
 * can go back; the merged one is archived and its id leads to the survivor.
 */
export const merge = command({
  name: "merges.create",
  permission: "merges.write",
  input: mergeRecords.body,
  async run({ app, tx, ctx, input }) {
    const { object, survivorId, mergedId, choices } = input;
    const pair = await lockPair(app, tx, object, survivorId, mergedId);
    const differences = await differencesOf(app, tx, object, pair);
    const values = survivorValues(differences, choices, { mergedId, survivorId });
    const step: MergeStep = { mergeId: newId(ctx.now), mergedId, survivorId, now: ctx.now };
    const tables = await hangingOf(tx, object);
    const moved = {
      ...(await moveRows(tx, step, tables.move)),
      ...(await combineRows(tx, step, tables.combine)),
    };
    const accounts = await touchedAccounts(tx, object, step, tables);
    if (moved.events) await rebuildBuckets(tx, accounts.withEvents);
    await redirect(tx, object, step);
    const archived = await archiveMerged(tx, ctx, object, mergedId, pair.merged.archivedAt);
    const written = await writeSurvivor(app, tx, ctx, object, survivorId, values);
    const changed = differences.filter(({ field }) => values[field] !== undefined);
    await sql`
      insert into merges (id, object, merged_id, merged_name, survivor_id, survivor_name, field_changes, moved,
                          archived_before, merged_at, merged_by)
      values (${step.mergeId}, ${object}, ${mergedId}, ${nameOf(pair.merged)}, ${survivorId}, ${nameOf(pair.survivor)},
              ${JSON.stringify(changed.map(({ field, ofSurvivor }) => ({ field, before: ofSurvivor, after: values[field] })))}::jsonb,
              ${JSON.stringify(moved)}::jsonb, ${pair.merged.archivedAt}::timestamptz, ${ctx.now.toString()}::timestamptz,
              ${ctx.actor.name})
    `.execute(tx);
    await markDirty(tx, accounts.all, ctx.now);
    await enqueue(tx, takeLateRows, { mergeId: step.mergeId }, { runAt: ctx.now.add(lateAfter) });
    const result: Merge = await readMerge(tx, step.mergeId);
    const accountOf = (id: string) => (object === "account" ? id : null);
    const into: Change = {
      object,
      objectId: mergedId,
      accountId: accountOf(mergedId),
      field: "mergedInto",
      old: null,
      new: survivorId,
    };
    return {
      result,
      changes: [...written.changes, ...archived, into],
      events: [
        ...written.events,
        {
          name: `${object}.merged`,
          object,
          objectId: mergedId,
          accountId: accountOf(mergedId),
          payload: { survivorId },
        },
        {
          name: `${object}.updated`,
          object,
          objectId: survivorId,
          accountId: accountOf(survivorId),
          payload: { fields: Object.keys(values) },
        },
      ],
    };
  },
});

async function redirect(tx: Tx, object: Mergeable, step: MergeStep): Promise<void> {
  await sql`
    insert into merged_records (object, id, survivor_id, merge_id)
    values (${object}, ${step.mergedId}, ${step.survivorId}, ${step.mergeId})
  `.execute(tx);
}

async function archiveMerged(
  tx: Tx,
  ctx: Context,
  object: Mergeable,
  id: string,
  before: string | null,
): Promise<Change[]> {
  if (before !== null) return [];
  const at = ctx.now.toString();
  await sql`
    update ${sql.table(`${object}s`)} set archived_at = ${at}::timestamptz where id = ${id}
  `.execute(tx);
  const accountId = object === "account" ? id : null;
  return [{ object, objectId: id, accountId, field: "archivedAt", old: null, new: at }];
}

async function writeSurvivor(
  app: App,
  tx: Tx,
  ctx: Context,
  object: Mergeable,
  id: string,
  values: Readonly<Record<string, unknown>>,
) {
  const written = await writeRecords(app, tx, ctx, object, [{ id, values }]);
  const [result] = written.results;
  if (result?.status !== "rejected") return written;
  const { problems } = result;
  throw problem(
    "invalid-input",
    `The chosen values do not fit: ${problems.map((each) => each.message).join("; ")}`,
    {
      fields: problems,
    },
  );
}

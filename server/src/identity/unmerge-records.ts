import { unmergeRecords } from "@perennial/contract";
import { sql } from "kysely";
import { markDirty } from "../engine/index.ts";
import { rebuildBuckets } from "../events/index.ts";
import type { App } from "../kernel/app.ts";
import { type Change, command, type Json } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { catalogOf, writeRecords } from "../objects/index.ts";
import { partRows } from "./combine-rows.ts";
import { hangingOf } from "./hanging-of.ts";
import { lockMerge, readMerge } from "./merge.view.ts";
import { readPair } from "./merge-fields.ts";
import type { MergeStep } from "./merge-step.ts";
import { type Kept, returnRows } from "./return-rows.ts";
import { touchedAccounts } from "./touched-accounts.ts";

/**
 * Undoes a merge, however long ago: what moved goes back as it is now, values that nobody changed since become what they
 * were. What cannot be parted again stays with the survivor and is said, with the reason.
 */
export const unmerge = command({
  name: "merges.undo",
  permission: "merges.write",
  input: unmergeRecords.params,
  async run({ app, tx, ctx, input }) {
    const merge = await lockMerge(tx, input.id);
    if (!merge) throw problem("not-found", `There is no merge with the id ${input.id}.`);
    if (merge.unmerged_at !== null) throw problem("conflict", "This merge was undone already.");
    const { object, merged_id: mergedId, survivor_id: survivorId } = merge;
    await assertLast(tx, merge);
    await sql`
      select id from ${sql.table(`${object}s`)} where id in (${survivorId}, ${mergedId}) order by id for update
    `.execute(tx);
    const step: MergeStep = { mergeId: merge.id, mergedId, survivorId, now: ctx.now };
    const tables = await hangingOf(tx, object);
    const accounts = await touchedAccounts(tx, object, step, tables);
    const kept = [
      ...(await returnRows(tx, step, tables.move)),
      ...(await partRows(tx, step, tables.combine)),
    ];
    if (merge.moved.events) await rebuildBuckets(tx, accounts.withEvents);
    await sql`delete from merged_records where object = ${object} and id = ${mergedId}`.execute(tx);
    await sql`
      update ${sql.table(`${object}s`)} set archived_at = ${merge.archived_before}::timestamptz where id = ${mergedId}
    `.execute(tx);
    const fields = await takeBackFields(app, tx, ctx, merge);
    kept.push(...fields.kept);
    await sql`
      update merges set unmerged_at = ${ctx.now.toString()}::timestamptz, unmerged_by = ${ctx.actor.name},
                        kept = ${JSON.stringify(kept)}::jsonb
       where id = ${merge.id}
    `.execute(tx);
    await sql`delete from merge_rows where merge_id = ${merge.id}`.execute(tx);
    await markDirty(tx, accounts.all, ctx.now);
    const accountOf = (id: string) => (object === "account" ? id : null);
    const ref = { object, objectId: mergedId, accountId: accountOf(mergedId) };
    const changes: Change[] = [
      ...fields.changes,
      { ...ref, field: "mergedInto", old: survivorId, new: null },
      ...(merge.archived_before === null
        ? [{ ...ref, field: "archivedAt", old: merge.merged_at, new: null }]
        : []),
    ];
    return {
      result: await readMerge(tx, merge.id),
      changes,
      events: [
        ...fields.events,
        { ...ref, name: `${object}.unmerged`, payload: { survivorId } },
        {
          name: `${object}.updated`,
          object,
          objectId: survivorId,
          accountId: accountOf(survivorId),
          payload: { fields: [] },
        },
      ],
    };
  },
});

type Merged = NonNullable<Awaited<ReturnType<typeof lockMerge>>>;

/** Merges of the same records are undone last first: an earlier one cannot know what a later one brought or took. */
async function assertLast(tx: Tx, merge: Merged): Promise<void> {
  const { rows } = await sql<{ merged_name: string; survivor_name: string }>`
    select merged_name, survivor_name from merges
     where object = ${merge.object} and unmerged_at is null and id > ${merge.id}
       and (merged_id = ${merge.survivor_id} or survivor_id in (${merge.survivor_id}, ${merge.merged_id}))
     order by id desc limit 1
  `.execute(tx);
  const [later] = rows;
  if (later) {
    throw problem(
      "conflict",
      `Undo the later merge of ${later.merged_name} into ${later.survivor_name} first: merges of the same records are undone last first.`,
    );
  }
}

async function takeBackFields(app: App, tx: Tx, ctx: Context, merge: Merged) {
  const { survivor } = await readPair(app, tx, merge.object, merge.survivor_id, merge.merged_id);
  const known = (await catalogOf(app, tx)).fieldsOf(merge.object);
  const values: Record<string, Json> = {};
  const kept: Kept[] = [];
  for (const { field, before, after } of merge.field_changes) {
    const label = known.get(field)?.label;
    if (label === undefined) {
      kept.push({ what: field, why: "the field is no more" });
    } else if (JSON.stringify(survivor?.values[field] ?? null) === JSON.stringify(after)) {
      values[field] = before;
    } else {
      kept.push({
        what: `${label} of the survivor`,
        why: "it was changed since the merge and stays as it is",
      });
    }
  }
  const written = await writeRecords(app, tx, ctx, merge.object, [{ id: merge.survivor_id, values }]);
  const [result] = written.results;
  if (result?.status === "rejected") {
    kept.push(...result.problems.map(({ path, message }) => ({ what: path, why: message })));
  }
  return { kept, changes: written.changes, events: written.events };
}

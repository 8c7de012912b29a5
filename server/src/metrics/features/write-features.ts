import { featureChange, featureInput } from "@perennial/contract";
import { z } from "zod";
import { assertUnread, requestPass } from "../../engine/index.ts";
import { command, type Json } from "../../kernel/command.ts";
import type { Context } from "../../kernel/context.ts";
import type { Tx } from "../../kernel/db.ts";
import { problem } from "../../kernel/errors.ts";
import { changesBetween } from "../../kernel/history.ts";
import { newId } from "../../kernel/ids.ts";
import { addColumns, raiseDefinitionVersion } from "../../objects/index.ts";
import { featuresStatement } from "../sources/features.ts";
import { featureColumn, featureField } from "./feature-columns.ts";
import { type FeatureRow, readFeature } from "./feature-rows.ts";

type Fields = z.output<typeof featureChange>;

function columnsOfFields({ name, description, names, removedBy, minTimes, minContacts, windowDays }: Fields) {
  return {
    name,
    description,
    names,
    removed_by: removedBy,
    min_times: minTimes,
    min_contacts: minContacts,
    window_days: windowDays,
  };
}

function fieldsOfRow(row: FeatureRow): Record<string, Json> {
  return {
    name: row.name,
    description: row.description,
    names: row.names,
    removedBy: row.removed_by,
    minTimes: row.min_times,
    minContacts: row.min_contacts,
    windowDays: row.window_days,
  };
}

/** Every account's state is worked out anew, over all events held. */
async function follow(tx: Tx, ctx: Context, reason: string): Promise<void> {
  await raiseDefinitionVersion(tx);
  await requestPass(tx, ctx.now, reason, [featuresStatement.key]);
}

const ref = (id: string) => ({ object: "feature", objectId: id, accountId: null });

/** Defines a feature. A slug that was used before, archived ones included, stays taken. */
export const createFeature = command({
  name: "features.create",
  permission: "metrics.write",
  input: featureInput,
  async run({ tx, ctx, input }) {
    const taken = await tx
      .selectFrom("features")
      .select("archived_at")
      .where("slug", "=", input.slug)
      .executeTakeFirst();
    if (taken) {
      const advice = taken.archived_at ? "It is archived: restore it, or choose another." : "Choose another.";
      throw problem("conflict", `There is a feature with the slug “${input.slug}” already. ${advice}`);
    }
    const [id, at] = [newId(ctx.now), ctx.now.toString()];
    const { slug, ...fields } = input;
    await tx
      .insertInto("features")
      .values({ id, slug, ...columnsOfFields(fields), created_at: at, updated_at: at })
      .execute();
    await addColumns(tx, "account_derived", [{ name: featureColumn(slug), type: "text" }]);
    await follow(tx, ctx, `feature defined: ${slug}`);
    return {
      result: { id },
      changes: changesBetween("feature", { id, accountId: null }, {}, input as Record<string, Json>),
      events: [{ ...ref(id), name: "feature.created" }],
    };
  },
});

export const changeFeature = command({
  name: "features.change",
  permission: "metrics.write",
  input: z.object({ id: z.uuid(), fields: featureChange }),
  async run({ tx, ctx, input: { id, fields } }) {
    const before = await readFeature(tx, id);
    await tx
      .updateTable("features")
      .set({ ...columnsOfFields(fields), updated_at: ctx.now.toString() })
      .where("id", "=", id)
      .execute();
    await follow(tx, ctx, `feature changed: ${before.slug}`);
    return {
      result: { id },
      changes: changesBetween(
        "feature",
        { id, accountId: null },
        fieldsOfRow(before),
        fields as Record<string, Json>,
      ),
      events: [{ ...ref(id), name: "feature.updated" }],
    };
  },
});

/** Archives or restores a feature. States stay; they are not kept true while it is archived. */
export const setFeatureArchived = command({
  name: "features.set-archived",
  permission: "metrics.write",
  input: z.object({ id: z.uuid(), isArchived: z.boolean() }),
  async run({ app, tx, ctx, input: { id, isArchived } }) {
    const before = await readFeature(tx, id);
    if ((before.archived_at !== null) === isArchived) return { result: { id } };
    if (isArchived) await assertUnread(app, tx, { name: before.name, slugs: [featureField(before.slug)] });
    const archivedAt = isArchived ? ctx.now.toString() : null;
    await tx.updateTable("features").set({ archived_at: archivedAt }).where("id", "=", id).execute();
    await follow(tx, ctx, `feature ${isArchived ? "archived" : "restored"}: ${before.slug}`);
    return {
      result: { id },
      changes: [{ ...ref(id), field: "archivedAt", old: before.archived_at, new: archivedAt }],
      events: [{ ...ref(id), name: isArchived ? "feature.archived" : "feature.restored" }],
    };
  },
});

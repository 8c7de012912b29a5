import { traitInput, traitPatch, traitTypes } from "@perennial/contract";
import { z } from "zod";
import { command, type Json } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { changesBetween } from "../kernel/history.ts";
import { newId } from "../kernel/ids.ts";
import { addColumn, catalogOf, objectTypeOf, raiseDefinitionVersion } from "../objects/index.ts";
import { traitColumn } from "./trait-fields.ts";

/** Defines a trait and makes its column. A slug that was used before, archived ones included, stays taken. */
export const createTrait = command({
  name: "traits.create",
  permission: "traits.write",
  input: traitInput,
  async run({ app, tx, ctx, input }) {
    const type = objectTypeOf(await catalogOf(app, tx), input.object);
    if (!traitTypes.includes(input.type)) {
      throw problem("invalid-input", `A trait cannot be of the type ${input.type}.`, {
        fields: [{ path: "type", message: `one of: ${traitTypes.join(", ")}` }],
      });
    }
    const isSelect = input.type === "select" || input.type === "multi-select";
    if (!isSelect && input.options.length > 0) {
      throw problem("invalid-input", "Only select traits have options.", {
        fields: [{ path: "options", message: "leave out, or make the type select" }],
      });
    }
    assertDistinctOptions(input.options.map((option) => option.value));
    const taken = await tx
      .selectFrom("trait_definitions")
      .select("archived_at")
      .where("object", "=", input.object)
      .where("slug", "=", input.slug)
      .executeTakeFirst();
    if (taken) {
      const advice = taken.archived_at
        ? "It is archived: restore it, or choose another slug."
        : "Choose another slug.";
      throw problem(
        "conflict",
        `${type.labelPlural} have a trait with the slug “${input.slug}” already. ${advice}`,
      );
    }
    const id = newId(ctx.now);
    await tx
      .insertInto("trait_definitions")
      .values({
        id,
        object: input.object,
        slug: input.slug,
        name: input.name,
        type: input.type,
        trait_group: input.group,
        description: input.description,
        options: JSON.stringify(input.options),
        is_required: input.isRequired,
        created_at: ctx.now.toString(),
      })
      .execute();
    await addColumn(tx, type.table, {
      type: input.type,
      column: { table: "record", name: traitColumn(input.slug) },
    });
    await raiseDefinitionVersion(tx);
    return {
      result: { id },
      changes: changesBetween("trait", { id, accountId: null }, {}, input as unknown as Record<string, Json>),
      events: [{ name: "trait.created", object: "trait", objectId: id, accountId: null }],
    };
  },
});

/** Changes how a trait is shown and checked; values stay as they are. */
export const updateTrait = command({
  name: "traits.update",
  permission: "traits.write",
  input: z.object({ id: z.uuid(), patch: traitPatch }),
  async run({ tx, input: { id, patch } }) {
    const row = await lockTrait(tx, id);
    if (patch.options) assertDistinctOptions(patch.options.map((option) => option.value));
    const before = {
      name: row.name,
      group: row.trait_group,
      description: row.description,
      options: row.options as Json,
      isRequired: row.is_required,
    };
    const after = { ...before, ...(patch as Record<string, Json>) };
    await tx
      .updateTable("trait_definitions")
      .set({
        name: after.name,
        trait_group: after.group,
        description: after.description,
        options: JSON.stringify(after.options),
        is_required: after.isRequired,
      })
      .where("id", "=", id)
      .execute();
    await raiseDefinitionVersion(tx);
    return {
      result: { id },
      changes: changesBetween("trait", { id, accountId: null }, before, after),
      events: [{ name: "trait.updated", object: "trait", objectId: id, accountId: null }],
    };
  },
});

/** Archives or restores a trait. Its column and values stay, so nothing is lost. */
export const setTraitArchived = command({
  name: "traits.set-archived",
  permission: "traits.write",
  input: z.object({ id: z.uuid(), isArchived: z.boolean() }),
  async run({ tx, ctx, input: { id, isArchived } }) {
    const row = await lockTrait(tx, id);
    if ((row.archived_at !== null) === isArchived) return { result: { id } };
    const archivedAt = isArchived ? ctx.now.toString() : null;
    await tx.updateTable("trait_definitions").set({ archived_at: archivedAt }).where("id", "=", id).execute();
    await raiseDefinitionVersion(tx);
    return {
      result: { id },
      changes: [
        {
          object: "trait",
          objectId: id,
          accountId: null,
          field: "archivedAt",
          old: row.archived_at,
          new: archivedAt,
        },
      ],
      events: [
        {
          name: isArchived ? "trait.archived" : "trait.restored",
          object: "trait",
          objectId: id,
          accountId: null,
        },
      ],
    };
  },
});

async function lockTrait(tx: Tx, id: string) {
  const row = await tx
    .selectFrom("trait_definitions")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw problem("not-found", `There is no trait with the id ${id}.`);
  return row;
}

function assertDistinctOptions(values: readonly string[]): void {
  const repeated = values.find((value, index) => values.indexOf(value) !== index);
  if (repeated === undefined) return;
  throw problem("invalid-input", `The option “${repeated}” stands twice.`, {
    fields: [{ path: "options", message: "each value once" }],
  });
}

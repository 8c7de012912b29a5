import { type FieldType, traitFormatSchema, traitPatch, traitValidationSchema } from "@perennial/contract";
import { sql } from "kysely";
import { z } from "zod";
import { checkOrder, requestPass } from "../engine/index.ts";
import { command, type Json } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { changesBetween } from "../kernel/history.ts";
import { raiseDefinitionVersion } from "../objects/index.ts";
import { calculatedTraitKey } from "./calculated-trait-nodes.ts";
import { checkTraitFormula } from "./check-trait-formula.ts";
import { checkValidation } from "./check-validation.ts";
import { assertDistinctOptions, assertUnvalidated } from "./trait-options.ts";

/** Changes how a trait is shown and checked; values stay as they are. */
export const updateTrait = command({
  name: "traits.update",
  permission: "traits.write",
  input: z.object({ id: z.uuid(), patch: traitPatch }),
  async run({ app, tx, ctx, input: { id, patch } }) {
    const row = await lockTrait(tx, id);
    if (row.formula === null && patch.formula !== undefined) {
      const message = "A trait that people fill in stays so. Define a calculated one beside it.";
      throw problem("invalid-input", message, { fields: [{ path: "formula", message }] });
    }
    if (row.formula !== null && patch.validation) assertUnvalidated(patch.validation);
    const type = row.type as FieldType;
    const isChoice = type === "select" || type === "multi-select";
    if (patch.options && patch.options.length > 0 && !isChoice) {
      const message = "Only select traits have options.";
      throw problem("invalid-input", message, { fields: [{ path: "options", message }] });
    }
    if (patch.validation || patch.format) {
      await checkValidation(app, tx, {
        object: row.object,
        slug: row.slug,
        type,
        validation: patch.validation ?? traitValidationSchema.parse(row.validation),
        format: patch.format ?? traitFormatSchema.parse(row.format),
      });
    }
    if (patch.options) assertDistinctOptions(patch.options.map((option) => option.value));
    const before = {
      name: row.name,
      group: row.trait_group,
      description: row.description,
      options: row.options as Json,
      isRequired: row.is_required,
      validation: row.validation as Json,
      format: row.format as Json,
      owner: row.owner,
      formula: row.formula,
    };
    const isRecalculated = patch.formula !== undefined && patch.formula !== row.formula;
    const reads = isRecalculated
      ? (await checkTraitFormula(app, tx, patch.formula ?? "", row.type as FieldType)).reads
      : row.reads;
    const after = { ...before, ...(patch as Record<string, Json>) };
    await tx
      .updateTable("trait_definitions")
      .set({
        name: after.name,
        trait_group: after.group,
        description: after.description,
        options: JSON.stringify(after.options),
        is_required: after.isRequired,
        validation: JSON.stringify(after.validation),
        format: JSON.stringify(after.format),
        owner: after.owner,
        formula: after.formula,
        reads,
      })
      .where("id", "=", id)
      .execute();
    await raiseDefinitionVersion(tx);
    if (isRecalculated) {
      await checkOrder(app, tx, "formula");
      await requestPass(tx, ctx.now, `trait changed: ${row.slug}`, [calculatedTraitKey(row.slug)]);
    }
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
  async run({ app, tx, ctx, input: { id, isArchived } }) {
    const row = await lockTrait(tx, id);
    if ((row.archived_at !== null) === isArchived) return { result: { id } };
    if (isArchived) await assertUnread(tx, row.object, row.slug);
    const archivedAt = isArchived ? ctx.now.toString() : null;
    await tx.updateTable("trait_definitions").set({ archived_at: archivedAt }).where("id", "=", id).execute();
    await raiseDefinitionVersion(tx);
    if (!isArchived && row.formula !== null) {
      await checkOrder(app, tx, "formula");
      await requestPass(tx, ctx.now, `trait restored: ${row.slug}`, [calculatedTraitKey(row.slug)]);
    }
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

/** @throws Problem `conflict` naming the calculated traits that read it */
async function assertUnread(tx: Tx, object: string, slug: string): Promise<void> {
  const { rows: requiring } = await sql<{ name: string }>`
    select name from trait_definitions
     where archived_at is null and object = ${object} and slug <> ${slug}
       and jsonb_path_exists(validation -> 'requiredWhen', '$.** ? (@.subject == $slug)', ${JSON.stringify({ slug: `trait:${slug}` })}::jsonb)
     order by name
  `.execute(tx);
  if (requiring.length > 0) {
    const names = requiring.map((row) => `“${row.name}”`).join(", ");
    throw problem("conflict", `Whether ${names} is required depends on it. Change that first.`);
  }
  if (object !== "account") return;
  const { rows } = await sql<{ name: string }>`
    select name from trait_definitions
     where archived_at is null and ${`trait:${slug}`} = any(reads) order by name
  `.execute(tx);
  if (rows.length === 0) return;
  const names = rows.map((row) => `“${row.name}”`).join(", ");
  throw problem("conflict", `The calculated trait ${names} reads it. Change that formula first.`);
}

/** @throws Problem `not-found` when there is no such trait */
export async function lockTrait(tx: Tx, id: string) {
  const row = await tx
    .selectFrom("trait_definitions")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw problem("not-found", `There is no trait with the id ${id}.`);
  return row;
}

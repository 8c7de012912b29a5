import { type FieldType, traitInput, traitTypes } from "@perennial/contract";
import type { z } from "zod";
import { checkOrder, requestPass } from "../engine/index.ts";
import type { App } from "../kernel/app.ts";
import { command, type Json } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { changesBetween } from "../kernel/history.ts";
import { newId } from "../kernel/ids.ts";
import { addColumn, catalogOf, objectTypeOf, raiseDefinitionVersion } from "../objects/index.ts";
import { calculatedTraitKey } from "./calculated-trait-nodes.ts";
import { checkTraitFormula } from "./check-trait-formula.ts";
import { checkValidation } from "./check-validation.ts";
import { traitColumn } from "./trait-fields.ts";
import { assertDistinctOptions, assertUnvalidated } from "./trait-options.ts";

type Input = z.output<typeof traitInput>;

/**
 * Defines a trait and makes its column. A calculated one is worked out over all accounts at once. A slug that was used
 * before, archived ones included, stays taken.
 */
export const createTrait = command({
  name: "traits.create",
  permission: "traits.write",
  input: traitInput,
  async run({ app, tx, ctx, input }) {
    const objectType = objectTypeOf(await catalogOf(app, tx), input.object);
    const { type, reads } =
      input.formula === undefined ? storedTrait(input) : await calculatedTrait(app, tx, input, input.formula);
    await assertFreeSlug(tx, input, objectType.labelPlural);
    const id = newId(ctx.now);
    await checkValidation(app, tx, { ...input, type });
    const { position } = await tx
      .selectFrom("trait_definitions")
      .select((eb) => eb.fn.coalesce(eb.fn.max("position"), eb.lit(0)).as("position"))
      .where("object", "=", input.object)
      .executeTakeFirstOrThrow();
    const inserted = await tx
      .insertInto("trait_definitions")
      .values({
        id,
        object: input.object,
        slug: input.slug,
        name: input.name,
        type,
        trait_group: input.group,
        description: input.description,
        options: JSON.stringify(input.options),
        is_required: input.isRequired,
        validation: JSON.stringify(input.validation),
        format: JSON.stringify(input.format),
        owner: input.owner,
        position: position + 1,
        formula: input.formula ?? null,
        reads,
        created_at: ctx.now.toString(),
      })
      .onConflict((conflict) => conflict.columns(["object", "slug"]).doNothing())
      .returning("id")
      .executeTakeFirst();
    // Somebody else defined it between the look and the write: the unique key decides who was first.
    if (!inserted) await assertFreeSlug(tx, input, objectType.labelPlural);
    const isCalculated = input.formula !== undefined;
    await addColumn(tx, isCalculated ? "account_derived" : objectType.table, {
      type,
      column: { table: isCalculated ? "derived" : "record", name: traitColumn(input.slug) },
    });
    await raiseDefinitionVersion(tx);
    if (isCalculated) {
      await checkOrder(app, tx, "formula");
      await requestPass(tx, ctx.now, `trait defined: ${input.slug}`, [calculatedTraitKey(input.slug)]);
    }
    return {
      result: { id },
      changes: changesBetween("trait", { id, accountId: null }, {}, { ...input, type } as unknown as Record<
        string,
        Json
      >),
      events: [{ name: "trait.created", object: "trait", objectId: id, accountId: null }],
    };
  },
});

function storedTrait({ type, options }: Input): { type: FieldType; reads: string[] } {
  if (type === undefined || !traitTypes.includes(type)) {
    throw problem("invalid-input", `A trait ${type ? `cannot be of the type ${type}` : "needs a type"}.`, {
      fields: [{ path: "type", message: `one of: ${traitTypes.join(", ")}` }],
    });
  }
  if (type !== "select" && type !== "multi-select" && options.length > 0) {
    throw problem("invalid-input", "Only select traits have options.", {
      fields: [{ path: "options", message: "leave out, or make the type select" }],
    });
  }
  assertDistinctOptions(options.map((option) => option.value));
  return { type, reads: [] };
}

async function calculatedTrait(app: App, tx: Tx, input: Input, formula: string) {
  const refuse = (path: string, message: string) =>
    problem("invalid-input", message, { fields: [{ path, message }] });
  if (input.object !== "account") throw refuse("object", "Calculated traits are of accounts.");
  if (input.options.length > 0) throw refuse("options", "A calculated trait has no options.");
  if (input.isRequired) throw refuse("isRequired", "A calculated trait cannot be required.");
  assertUnvalidated(input.validation);
  return checkTraitFormula(app, tx, formula, input.type);
}

async function assertFreeSlug(tx: Tx, { object, slug }: Input, labelPlural: string): Promise<void> {
  const taken = await tx
    .selectFrom("trait_definitions")
    .select("archived_at")
    .where("object", "=", object)
    .where("slug", "=", slug)
    .executeTakeFirst();
  if (!taken) return;
  const advice = taken.archived_at
    ? "It is archived: restore it, or choose another slug."
    : "Choose another slug.";
  throw problem("conflict", `${labelPlural} have a trait with the slug “${slug}” already. ${advice}`);
}

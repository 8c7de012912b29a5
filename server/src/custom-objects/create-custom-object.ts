import { createCustomObject as createCustomObjectEndpoint } from "@perennial/contract";
import { command, type Json } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { changesBetween } from "../kernel/history.ts";
import { newId } from "../kernel/ids.ts";
import { catalogOf, createRecordTable, raiseDefinitionVersion } from "../objects/index.ts";
import { customTable } from "./custom-object-type.ts";
import { linkKinds } from "./links/link-kinds.ts";

/** Defines a kind of record and makes its table. */
export const createCustomObject = command({
  name: "custom-objects.create",
  permission: "traits.write",
  input: createCustomObjectEndpoint.body,
  async run({ app, tx, ctx, input }) {
    const catalog = await catalogOf(app, tx);
    for (const path of ["slug", "plural"] as const) {
      const isKind = [...catalog.types.values()].some(
        (type) => type.slug === input[path] || type.plural === input[path],
      );
      const isField = neighbours.some((object) => catalog.fieldsOf(object).has(input[path]));
      if (isKind || isField || reserved.has(input[path])) throw taken(path, input[path]);
    }
    if (input.slug === input.plural) {
      const message = "One record and several are named by different slugs.";
      throw problem("invalid-input", message, { fields: [{ path: "plural", message }] });
    }
    const id = newId(ctx.now);
    const inserted = await tx
      .insertInto("custom_objects")
      .values({
        id,
        slug: input.slug,
        plural: input.plural,
        name: input.name,
        name_plural: input.namePlural,
        description: input.description,
        linked_to: input.linkedTo,
        mirror_of: input.mirrorOf,
        created_at: ctx.now.toString(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning("id")
      .executeTakeFirst();
    if (!inserted) throw taken("slug", input.slug);
    await createRecordTable(tx, customTable(input.slug), linkKinds[input.linkedTo]);
    await raiseDefinitionVersion(tx);
    return {
      result: { id },
      changes: changesBetween("custom-object", { id, accountId: null }, {}, input as Record<string, Json>),
      events: [{ name: "custom-object.created", object: "custom-object", objectId: id, accountId: null }],
    };
  },
});

/** The kinds of record whose rules ask for custom records by their plural. */
const neighbours = ["account", "contact", "organization"];

/** Names that rules and the API use for something else. */
const reserved = new Set([
  "id",
  "events",
  "event",
  "segments",
  "metrics",
  "traits",
  "history",
  "organization",
]);

function taken(path: string, slug: string) {
  const message = `“${slug}” is the name of something else already. Choose another one.`;
  return problem("conflict", message, { fields: [{ path, message }] });
}

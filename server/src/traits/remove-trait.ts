import { z } from "zod";
import { command } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { catalogOf, dropColumn, objectTypeOf, raiseDefinitionVersion } from "../objects/index.ts";
import { traitColumn } from "./trait-fields.ts";
import { lockTrait } from "./update-trait.ts";

/** Removes an archived trait with its column. What its values were stays in the history; its slug is free again. */
export const removeTrait = command({
  name: "traits.remove",
  permission: "traits.write",
  input: z.object({ id: z.uuid() }),
  async run({ app, tx, input: { id } }) {
    const row = await lockTrait(tx, id);
    if (row.archived_at === null) {
      throw problem("conflict", `“${row.name}” is in use. Archive it first; removal cannot be undone.`);
    }
    const type = objectTypeOf(await catalogOf(app, tx), row.object);
    await tx.deleteFrom("trait_definitions").where("id", "=", id).execute();
    await dropColumn(tx, row.formula === null ? type.table : "account_derived", traitColumn(row.slug));
    await raiseDefinitionVersion(tx);
    return {
      result: { id },
      changes: [
        { object: "trait", objectId: id, accountId: null, field: "name", old: row.name, new: null },
        { object: "trait", objectId: id, accountId: null, field: "slug", old: row.slug, new: null },
      ],
      events: [{ name: "trait.removed", object: "trait", objectId: id, accountId: null }],
    };
  },
});

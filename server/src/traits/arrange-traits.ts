import { arrangeTraits as arrangeTraitsEndpoint } from "@perennial/contract";
import { command } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { changesBetween } from "../kernel/history.ts";
import { raiseDefinitionVersion } from "../objects/index.ts";

/** Sets the order and groups of an object's traits, as lists, pickers and pages show them. */
export const arrangeTraits = command({
  name: "traits.arrange",
  permission: "traits.write",
  input: arrangeTraitsEndpoint.body,
  async run({ tx, input }) {
    const rows = await tx
      .selectFrom("trait_definitions")
      .select(["id", "trait_group", "position"])
      .where("object", "=", input.object)
      .orderBy("position")
      .orderBy("name")
      .forUpdate()
      .execute();
    const byId = new Map(rows.map((row) => [row.id, row]));
    const asked = new Map(input.traits.map((trait) => [trait.id, trait.group]));
    const unknown = [...asked.keys()].find((id) => !byId.has(id));
    if (unknown !== undefined) {
      throw problem("not-found", `There is no trait with the id ${unknown} of this object.`);
    }
    const behind = rows.filter((row) => !asked.has(row.id)).map((row) => row.id);
    const changes = [];
    for (const [at, id] of [...asked.keys(), ...behind].entries()) {
      const row = byId.get(id);
      if (!row) continue;
      const before = { group: row.trait_group, position: row.position };
      const after = { group: asked.get(id) ?? row.trait_group, position: at + 1 };
      const changed = changesBetween("trait", { id, accountId: null }, before, after);
      if (changed.length === 0) continue;
      changes.push(...changed);
      await tx
        .updateTable("trait_definitions")
        .set({ trait_group: after.group, position: after.position })
        .where("id", "=", id)
        .execute();
    }
    if (changes.length === 0) return { result: {} };
    await raiseDefinitionVersion(tx);
    const touched = [...new Set(changes.map((change) => change.objectId))];
    return {
      result: {},
      changes,
      events: touched.map((objectId) => ({
        name: "trait.updated",
        object: "trait",
        objectId,
        accountId: null,
      })),
    };
  },
});

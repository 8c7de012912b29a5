import { setFieldOwner as setFieldOwnerEndpoint } from "@perennial/contract";
import { z } from "zod";
import { command } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { catalogOf, objectTypeOf, raiseDefinitionVersion } from "../objects/index.ts";

/** Says who has the last word about a field, built in, trait or key role. */
export const setFieldOwner = command({
  name: "fields.set-owner",
  permission: "traits.write",
  input: z.object({ ...setFieldOwnerEndpoint.params.shape, ...setFieldOwnerEndpoint.body.shape }),
  async run({ app, tx, input: { object, field: slug, owner } }) {
    const catalog = await catalogOf(app, tx);
    const type = objectTypeOf(catalog, object);
    const field = catalog.fieldsOf(object).get(slug);
    if (!field) throw problem("not-found", `${type.labelPlural} have no field “${slug}”.`);
    if (!field.isEditable) {
      throw problem("conflict", `${field.label} is worked out by Perennial: it has no source to win over.`);
    }
    const before = field.owner ?? "source-wins";
    if (before === owner) return { result: { owner } };
    if (field.origin === "trait") {
      await tx
        .updateTable("trait_definitions")
        .set({ owner })
        .where("object", "=", object)
        .where("slug", "=", slug.slice("trait:".length))
        .execute();
    } else {
      await tx
        .insertInto("field_owners")
        .values({ object, field: slug, owner })
        .onConflict((conflict) => conflict.columns(["object", "field"]).doUpdateSet({ owner }))
        .execute();
    }
    await raiseDefinitionVersion(tx);
    return {
      result: { owner },
      events: [
        {
          name: "trait.updated",
          object: "trait",
          objectId: null,
          accountId: null,
          payload: { object, field: slug, owner: [before, owner] },
        },
      ],
    };
  },
});

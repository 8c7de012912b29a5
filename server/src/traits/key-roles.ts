import { createKeyRole as createKeyRoleEndpoint } from "@perennial/contract";
import type { App } from "../kernel/app.ts";
import { command, execute } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import { problem } from "../kernel/errors.ts";
import { newId } from "../kernel/ids.ts";
import { addColumn, raiseDefinitionVersion } from "../objects/index.ts";
import { keyRoleColumn } from "./trait-fields.ts";

/** Defines a key role: a slot on every account held by a teammate. */
export const createKeyRole = command({
  name: "key-roles.create",
  permission: "traits.write",
  input: createKeyRoleEndpoint.body,
  async run({ tx, ctx, input }) {
    const roles = await tx.selectFrom("key_roles").select(["slug", "position"]).execute();
    if (roles.some((role) => role.slug === input.slug)) {
      throw problem("conflict", `There is a key role with the slug “${input.slug}” already.`);
    }
    const id = newId(ctx.now);
    const position = Math.max(0, ...roles.map((role) => role.position)) + 1;
    await tx
      .insertInto("key_roles")
      .values({ id, slug: input.slug, name: input.name, position, created_at: ctx.now.toString() })
      .execute();
    await addColumn(tx, "accounts", {
      type: "teammate",
      column: { table: "record", name: keyRoleColumn(input.slug) },
    });
    await raiseDefinitionVersion(tx);
    return {
      result: { id },
      events: [{ name: "key-role.created", object: "key-role", objectId: id, accountId: null }],
    };
  },
});

const shipped = [
  { slug: "csm", name: "CSM" },
  { slug: "account_manager", name: "Account Manager" },
];

/** The key roles that exist from the first start. */
export async function ensureShippedKeyRoles(app: App, ctx: Context): Promise<void> {
  const existing = await app.db.selectFrom("key_roles").select("slug").execute();
  for (const role of shipped) {
    if (!existing.some((each) => each.slug === role.slug)) await execute(app, ctx, createKeyRole, role);
  }
}

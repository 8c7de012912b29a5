import { sql } from "kysely";
import type { App } from "../../kernel/app.ts";
import { execute } from "../../kernel/command.ts";
import type { Context } from "../../kernel/context.ts";
import { createTrait, updateTrait } from "../../traits/index.ts";
import type { PreparedImport } from "./plan-stored.ts";

/** Makes the traits, and adds the options, that the file needs and the map allows to make. */
export async function ensureDefinitions(app: App, ctx: Context, prepared: PreparedImport): Promise<void> {
  const object = prepared.definition.objectType;
  if (!object) return;
  for (const trait of prepared.missingTraits) {
    const description = `From ${ctx.actor.name}`;
    await execute(app, ctx, createTrait, { object, group: "Imported", description, ...trait });
  }
  for (const { slug, options } of prepared.newOptions) {
    const { rows } = await sql<{ id: string; options: { value: string; label: string }[] }>`
      select id, options from trait_definitions where object = ${object} and slug = ${slug}
    `.execute(app.db);
    const [trait] = rows;
    if (!trait) continue;
    await execute(app, ctx, updateTrait, {
      id: trait.id,
      patch: { options: [...trait.options, ...options] },
    });
  }
}

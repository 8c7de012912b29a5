import { contentSchemas, type Template, templateChange, templateInput } from "@perennial/contract";
import { z } from "zod";
import { type Change, command, type DomainEvent, type Json } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { newId } from "../kernel/ids.ts";
import { parseInput } from "../kernel/parse-input.ts";
import { type TemplateKind, templateOf } from "./template.sql.ts";

/** Creates a template as its version 1. @throws Problem `conflict` when the slug is taken */
export const createTemplate = command({
  name: "templates.create",
  permission: "templates.write",
  input: templateInput,
  async run({ tx, ctx, input }) {
    const slug = input.slug ?? slugOf(input.name);
    const taken = await tx.selectFrom("templates").select("id").where("slug", "=", slug).executeTakeFirst();
    if (taken) {
      throw problem("conflict", `There is a template with the slug “${slug}” already. Choose another.`, {
        fields: [{ path: "slug", message: "is taken" }],
      });
    }
    const at = ctx.now.toString();
    const row = await tx
      .insertInto("templates")
      .values({
        id: newId(ctx.now),
        kind: input.kind,
        slug,
        name: input.name,
        category: input.category,
        description: input.description,
        version: 1,
        content: JSON.stringify(input.content),
        is_shipped: false,
        owner_id: input.ownerId ?? null,
        created_at: at,
        updated_at: at,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    const template = templateOf(row);
    await keepVersion(tx, ctx, template);
    return { result: template, events: [eventOf("template.created", template)] };
  },
});

/** Changes a template. A changed content is a new version and is no longer replaced by what Perennial ships. */
export const updateTemplate = command({
  name: "templates.update",
  permission: "templates.write",
  input: templateChange.extend({ id: z.uuid() }),
  async run({ tx, ctx, input }) {
    const before = await lockTemplate(tx, input.id);
    const content = input.content
      ? (parseInput(contentSchemas[before.kind as TemplateKind], input.content) as Template["content"])
      : before.content;
    const isNewText =
      input.content !== undefined && JSON.stringify(content) !== JSON.stringify(before.content);
    const row = await tx
      .updateTable("templates")
      .set({
        name: input.name ?? before.name,
        category: input.category ?? before.category,
        description: input.description ?? before.description,
        owner_id: input.ownerId === undefined ? before.ownerId : input.ownerId,
        content: JSON.stringify(content),
        version: before.version + (isNewText ? 1 : 0),
        is_shipped: before.isShipped && !isNewText,
        updated_at: ctx.now.toString(),
      })
      .where("id", "=", input.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    const after = templateOf(row);
    if (isNewText) await keepVersion(tx, ctx, after);
    const changes = (["name", "category", "description", "ownerId", "content"] as const)
      .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
      .map(
        (field): Change => ({
          ...refOf(after),
          field,
          old: before[field] as Json,
          new: after[field] as Json,
        }),
      );
    return { result: after, changes, events: changes.length > 0 ? [eventOf("template.updated", after)] : [] };
  },
});

/** Archives a template: it cannot be used any more; what was made from it stays. */
export const archiveTemplate = command({
  name: "templates.archive",
  permission: "templates.write",
  input: z.object({ id: z.uuid() }),
  async run({ tx, ctx, input }) {
    const before = await lockTemplate(tx, input.id);
    if (before.archivedAt) return { result: before };
    const at = ctx.now.toString();
    await tx
      .updateTable("templates")
      .set({ archived_at: at, updated_at: at })
      .where("id", "=", input.id)
      .execute();
    const after = { ...before, archivedAt: at, updatedAt: at };
    return {
      result: after,
      changes: [{ ...refOf(after), field: "archivedAt", old: null, new: at }],
      events: [eventOf("template.archived", after)],
    };
  },
});

async function lockTemplate(tx: Tx, id: string): Promise<Template> {
  const row = await tx
    .selectFrom("templates")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw problem("not-found", `There is no template with the id ${id}.`);
  return templateOf(row);
}

async function keepVersion(tx: Tx, ctx: Context, template: Template): Promise<void> {
  await tx
    .insertInto("template_versions")
    .values({
      template_id: template.id,
      version: template.version,
      name: template.name,
      category: template.category,
      description: template.description,
      content: JSON.stringify(template.content),
      at: ctx.now.toString(),
      actor_name: ctx.actor.name,
    })
    .execute();
}

function refOf(template: Template) {
  return { object: "template", objectId: template.id, accountId: null };
}
function eventOf(name: string, template: Template): DomainEvent {
  return { name, ...refOf(template), payload: { slug: template.slug, version: template.version } };
}
function slugOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "");
  return slug.slice(0, 100) || "template";
}

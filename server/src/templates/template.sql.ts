import { contentSchemas, type Template } from "@perennial/contract";
import type { Selectable } from "kysely";
import type { z } from "zod";
import type { Templates } from "../../db/types.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";

export type TemplateKind = keyof typeof contentSchemas;
type ContentOf<K extends TemplateKind> = z.output<(typeof contentSchemas)[K]>;

/** A template ready for use, its content checked. */
export type FoundTemplate<K extends TemplateKind> = {
  id: string;
  slug: string;
  name: string;
  category: string;
  version: number;
  content: ContentOf<K>;
};
export type TemplateName = { id?: string | undefined; slug?: string | undefined };

/**
 * Finds a template by id or slug.
 * @throws Problem `not-found` when there is none of this kind, or it is archived
 */
export async function findTemplate<K extends TemplateKind>(
  db: Db | Tx,
  kind: K,
  name: TemplateName,
): Promise<FoundTemplate<K>> {
  const row = await db
    .selectFrom("templates")
    .selectAll()
    .where("kind", "=", kind)
    .where("archived_at", "is", null)
    .where(name.id ? "id" : "slug", "=", name.id ?? name.slug ?? "")
    .executeTakeFirst();
  if (!row) throw problem("not-found", `There is no ${kind} template “${name.slug ?? name.id ?? ""}”.`);
  const { id, slug, category, version } = row;
  return {
    id,
    slug,
    name: row.name,
    category,
    version,
    content: contentSchemas[kind].parse(row.content) as ContentOf<K>,
  };
}

/** A row as the API shows it. */
export function templateOf(row: Selectable<Templates>): Template {
  return {
    id: row.id,
    kind: row.kind as Template["kind"],
    slug: row.slug,
    name: row.name,
    category: row.category,
    description: row.description,
    version: row.version,
    content: row.content as Record<string, unknown>,
    isShipped: row.is_shipped,
    ownerId: row.owner_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    archivedAt: row.archived_at,
  };
}

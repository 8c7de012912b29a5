import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Tx } from "../kernel/db.ts";
import { shippedTemplates } from "./shipped/index.ts";
import type { ShippedTemplate } from "./shipped/shipped-template.ts";

/**
 * Makes every shipped template exist, in its newest text. One that somebody edited is theirs and stays as it is.
 * Idempotent: a second run writes nothing.
 */
export async function ensureShippedTemplates(tx: Tx, now: Temporal.Instant): Promise<void> {
  const slugs = shippedTemplates.map((template) => template.slug);
  const rows = await tx
    .selectFrom("templates")
    .select(["id", "slug", "version", "content", "is_shipped"])
    .where("slug", "in", slugs)
    .execute();
  const bySlug = new Map(rows.map((row) => [row.slug, row]));
  for (const template of shippedTemplates) {
    const stored = bySlug.get(template.slug);
    if (!stored) await write(tx, now, template, shippedId(template.slug), 1);
    else if (stored.is_shipped && !isDeepStrictEqual(stored.content, plain(template.content))) {
      await write(tx, now, template, stored.id, stored.version + 1);
    }
  }
}

async function write(
  tx: Tx,
  now: Temporal.Instant,
  template: ShippedTemplate,
  id: string,
  version: number,
): Promise<void> {
  const { name, category, description } = template;
  const content = JSON.stringify(template.content);
  const at = now.toString();
  await tx
    .insertInto("templates")
    .values({
      id,
      kind: template.kind,
      slug: template.slug,
      name,
      category,
      description,
      version,
      content,
      is_shipped: true,
      created_at: at,
      updated_at: at,
    })
    .onConflict((conflict) =>
      conflict.column("id").doUpdateSet({ name, category, description, version, content, updated_at: at }),
    )
    .execute();
  await tx
    .insertInto("template_versions")
    .values({ template_id: id, version, name, category, description, content, at, actor_name: "Perennial" })
    .execute();
}

/** The same id in every installation, so that configuration can be carried from one to another (UUIDv8 of the slug). */
export function shippedId(slug: string): string {
  const hash = createHash("sha256").update(`perennial template ${slug}`).digest("hex");
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/** As it comes back from the database. */
function plain(content: object): unknown {
  return JSON.parse(JSON.stringify(content));
}

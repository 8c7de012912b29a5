import type { App } from "../kernel/app.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { catalogOf } from "../objects/index.ts";

/** What people call the things that definitions name by slug. A slug nothing has is shown as it is. */
export type Names = {
  segment(slug: string): string;
  indicator(slug: string): string;
  template(slug: string): string;
  stage(slug: string): string;
  trait(slug: string): string;
  keyRole(slug: string): string;
};

/** Reads the names that sentences about playbooks use. */
export async function readNames(app: App, db: Db | Tx): Promise<Names> {
  const catalog = await catalogOf(app, db);
  const rows = await db.selectFrom("templates").select(["slug", "name"]).execute();
  const templates = new Map(rows.map((row) => [row.slug, row.name]));
  const account = catalog.fieldsOf("account");
  const stages = catalog.fieldsOf("renewal").get("stage")?.options ?? [];
  const labelOf = (prefix: string) => (slug: string) => account.get(`${prefix}:${slug}`)?.label ?? slug;
  return {
    segment: labelOf("segment"),
    indicator: labelOf("indicator"),
    trait: labelOf("trait"),
    keyRole: labelOf("keyRole"),
    template: (slug) => templates.get(slug) ?? slug,
    stage: (slug) => stages.find((stage) => stage.value === slug)?.label ?? slug,
  };
}

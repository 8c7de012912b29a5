import {
  putRootCauses as putCausesEndpoint,
  putRiskTiers as putTiersEndpoint,
  type RiskTier,
  type RootCause,
} from "@perennial/contract";
import { sql } from "kysely";
import { command } from "../kernel/command.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";

/** The root causes that may be chosen, in order. */
export async function readRootCauses(db: Db | Tx): Promise<RootCause[]> {
  return db
    .selectFrom("risk_root_causes")
    .select(["slug", "name", "category"])
    .where("archived_at", "is", null)
    .orderBy("position")
    .execute();
}

/** The three tiers. */
export async function readTiers(db: Db | Tx): Promise<RiskTier[]> {
  const { rows } = await sql<RiskTier>`
    select tier, name, description, review_days as "reviewDays", escalates_after_days as "escalatesAfterDays",
           note_template as "noteTemplate"
      from risk_tiers order by tier
  `.execute(db);
  return rows;
}

/** Replaces the list; risks keep causes that are left out. */
export const replaceRootCauses = command({
  name: "risk-root-causes.replace",
  permission: "risks.configure",
  input: putCausesEndpoint.body,
  async run({ tx, ctx, input: { items } }) {
    const slugs = items.map((item) => item.slug);
    if (new Set(slugs).size < slugs.length)
      throw problem("invalid-input", "Each slug may stand in the list once.");
    await tx
      .updateTable("risk_root_causes")
      .set({ archived_at: ctx.now.toString() })
      .where("archived_at", "is", null)
      .execute();
    for (const [position, { slug, name, category }] of items.entries()) {
      const values = { name, category, position, archived_at: null };
      await tx
        .insertInto("risk_root_causes")
        .values({ slug, ...values })
        .onConflict((conflict) => conflict.column("slug").doUpdateSet(values))
        .execute();
    }
    const event = { object: "risk-root-cause", objectId: null, accountId: null, payload: { items } };
    return { result: items, events: [{ ...event, name: "risk-root-cause.list-replaced" }] };
  },
});

export const replaceTiers = command({
  name: "risk-tiers.replace",
  permission: "risks.configure",
  input: putTiersEndpoint.body,
  async run({ tx, input: { items } }) {
    if (new Set(items.map((item) => item.tier)).size < 3)
      throw problem("invalid-input", "Give each tier, 1 to 3, once.");
    await assertTemplates(tx, items);
    for (const { tier, name, description, reviewDays, escalatesAfterDays, noteTemplate } of items) {
      await tx
        .updateTable("risk_tiers")
        .set({
          name,
          description,
          review_days: reviewDays,
          escalates_after_days: escalatesAfterDays,
          note_template: noteTemplate,
        })
        .where("tier", "=", tier)
        .execute();
    }
    const event = { object: "risk-tier", objectId: null, accountId: null, payload: { items } };
    return { result: items, events: [{ ...event, name: "risk-tier.list-replaced" }] };
  },
});

/** @throws Problem `invalid-input` when a tier asks for a note template that is not there */
async function assertTemplates(tx: Tx, items: readonly RiskTier[]): Promise<void> {
  const slugs = items.flatMap(({ noteTemplate }) => noteTemplate ?? []);
  if (slugs.length === 0) return;
  const found = await tx
    .selectFrom("templates")
    .select("slug")
    .where("kind", "=", "note")
    .where("slug", "in", slugs)
    .where("archived_at", "is", null)
    .execute();
  const known = new Set(found.map(({ slug }) => slug));
  const fields = items.flatMap(({ noteTemplate }, at) =>
    noteTemplate === null || known.has(noteTemplate)
      ? []
      : [{ path: `items[${at}].noteTemplate`, message: `there is no note template “${noteTemplate}”` }],
  );
  if (fields.length > 0) throw problem("invalid-input", "A note template is not known.", { fields });
}

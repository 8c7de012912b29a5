import { isDeepStrictEqual } from "node:util";
import type { HealthMeasure, HealthModel } from "@perennial/contract";
import { checkRule } from "@perennial/rules";
import type { App } from "../kernel/app.ts";
import { execute } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import { Problem } from "../kernel/errors.ts";
import { catalogOf, ruleCatalogOf } from "../objects/index.ts";
import { ensureShippedSegments } from "../segments/index.ts";
import { type ShippedScore, shippedLabels, shippedScores } from "./shipped/index.ts";
import { createHealthScore, updateHealthScore } from "./write-health-score.ts";

/**
 * Creates the shipped scores over what can be measured, and lets each grow with what can be measured later for as long as
 * nobody has changed it. Segments that read them follow.
 */
export async function ensureShippedScores(app: App, ctx: Context): Promise<void> {
  for (const shipped of shippedScores) await ensureScore(app, ctx, shipped);
  const primary = await app.db
    .selectFrom("health_scores")
    .select("id")
    .where("is_primary", "=", true)
    .where("archived_at", "is", null)
    .executeTakeFirst();
  if (!primary) await execute(app, ctx, updateHealthScore, { slug: "overall", patch: { isPrimary: true } });
  await ensureShippedSegments(app, ctx);
}

async function ensureScore(app: App, ctx: Context, shipped: ShippedScore): Promise<void> {
  const measures = await measurableNow(app, shipped);
  if (measures.length === 0) return;
  const { slug, name, philosophy, minimumCoveragePct } = shipped;
  const model: HealthModel = {
    groups: [{ slug: `${slug}_measures`, name, weight: 1, measures }],
    labels: shippedLabels,
    minimumCoveragePct,
  };
  const existing = await app.db
    .selectFrom("health_scores")
    .select(["id", "is_shipped", "archived_at"])
    .where("slug", "=", slug)
    .executeTakeFirst();
  if (!existing) {
    const score = { slug, name, description: philosophy, model, isShipped: true };
    await execute(app, ctx, createHealthScore, score);
    return;
  }
  if (!existing.is_shipped || existing.archived_at !== null) return;
  const versions = await app.db
    .selectFrom("health_score_versions")
    .select(["actor_kind", "model"])
    .where("score_id", "=", existing.id)
    .orderBy("version", "desc")
    .execute();
  if (versions.some((version) => version.actor_kind !== "system")) return;
  if (isDeepStrictEqual(versions[0]?.model, JSON.parse(JSON.stringify(model)))) return;
  try {
    await execute(app, ctx, updateHealthScore, { slug, patch: { model } });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // A company must be able to start with the score it has.
    app.log.warn({ err: error, score: slug }, "the shipped score could not be renewed and stays as it is");
  }
}

/** The wanted measures that can be asked now. */
async function measurableNow(app: App, shipped: ShippedScore): Promise<HealthMeasure[]> {
  const gaps = new Set((await unmeasurable(app, shipped)).map((measure) => measure.slug));
  return shipped.measures.filter((measure) => !gaps.has(measure.slug));
}

/** The wanted measures for which the company has no field, or nothing that their rule could ask about. */
export async function unmeasurable(app: App, shipped: ShippedScore): Promise<HealthMeasure[]> {
  const fields = (await catalogOf(app)).fieldsOf("account");
  const rules = await ruleCatalogOf(app);
  return shipped.measures.filter(({ source }) =>
    source.kind === "field"
      ? !fields.has(source.field)
      : !("rule" in checkRule(source.rule, rules, "account")),
  );
}

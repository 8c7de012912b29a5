import { isDeepStrictEqual } from "node:util";
import {
  createHealthScore as createEndpoint,
  type HealthMeasure,
  type HealthModel,
  updateHealthScore as updateEndpoint,
} from "@perennial/contract";
import { z } from "zod";
import { checkOrder, requestPass } from "../engine/index.ts";
import type { App } from "../kernel/app.ts";
import { command, type Json } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { changesBetween } from "../kernel/history.ts";
import { newId } from "../kernel/ids.ts";
import { addColumns, raiseDefinitionVersion } from "../objects/index.ts";
import { requestBaselines } from "../segments/index.ts";
import { checkModel } from "./check-model.ts";
import { readScore, readVersions, type ScoreRow } from "./health.sql.ts";
import {
  columnsOfScore,
  labelNodeKey,
  modelNodeKey,
  pointsColumn,
  pointsNodeKey,
  scoreNodeKey,
} from "./health-columns.ts";
import { placedMeasures } from "./model.ts";

/** Defines a health score and has all accounts scored. The first one is the primary. */
export const createHealthScore = command({
  name: "health-scores.create",
  permission: "health-scores.write",
  input: createEndpoint.body.extend({ isShipped: z.boolean().default(false) }),
  async run({ app, tx, ctx, input }) {
    const scores = await tx
      .selectFrom("health_scores")
      .select(["slug", "archived_at", "is_primary"])
      .execute();
    if (scores.some((score) => score.slug === input.slug)) {
      throw problem(
        "conflict",
        `There is a health score with the slug “${input.slug}” already. Choose another slug.`,
      );
    }
    const reads = await checkModel(app, tx, input.model);
    await raiseDefinitionVersion(tx);
    const id = newId(ctx.now);
    const now = ctx.now.toString();
    await tx
      .insertInto("health_scores")
      .values({
        id,
        slug: input.slug,
        name: input.name,
        description: input.description,
        // Those that ship stand below the one over all of them, which is made the primary at the end.
        is_primary:
          !input.isShipped && !scores.some((score) => score.is_primary && score.archived_at === null),
        version: 1,
        is_shipped: input.isShipped,
        created_at: now,
        updated_at: now,
      })
      .execute();
    await addColumns(tx, "account_derived", columnsOfScore(input.slug));
    const score = { id, slug: input.slug, name: input.name };
    await storeVersion(app, tx, ctx, score, { version: 1, model: input.model, reads });
    const { name, description, model } = input;
    return {
      result: { id },
      changes: changesBetween(
        "health-score",
        { id, accountId: null },
        {},
        { name, description, model: model as Json },
      ),
      events: [{ name: "health-score.created", object: "health-score", objectId: id, accountId: null }],
    };
  },
});

/** Changes a score. A changed model becomes its next version, and all accounts are scored again. */
export const updateHealthScore = command({
  name: "health-scores.update",
  permission: "health-scores.write",
  input: z.object({ slug: z.string(), patch: updateEndpoint.body }),
  async run({ app, tx, ctx, input: { slug, patch } }) {
    const { id } = await readScore(tx, slug);
    await tx.selectFrom("health_scores").select("id").where("id", "=", id).forUpdate().execute();
    const row = await readScore(tx, slug);
    if (patch.isPrimary && row.archived_at !== null) {
      throw problem(
        "conflict",
        `“${row.name}” is archived, and an archived score cannot be the primary one.`,
      );
    }
    const before = {
      name: row.name,
      description: row.description,
      model: row.model,
      isPrimary: row.is_primary,
      rollUp: row.roll_up,
    };
    const after = {
      name: patch.name ?? before.name,
      description: patch.description ?? before.description,
      model: patch.model ?? before.model,
      isPrimary: patch.isPrimary ?? before.isPrimary,
      rollUp: patch.rollUp ?? before.rollUp,
    };
    // Stored JSON comes back with its keys in another order.
    const isModelChanged = !isDeepStrictEqual(before.model, after.model);
    const reads = isModelChanged ? await checkModel(app, tx, after.model) : row.reads;
    if (isModelChanged) assertSameMeasures(await readVersions(tx, id), after.model);
    const version = row.version + (isModelChanged ? 1 : 0);
    await raiseDefinitionVersion(tx);
    if (after.isPrimary && !before.isPrimary) {
      await tx
        .updateTable("health_scores")
        .set({ is_primary: false })
        .where("is_primary", "=", true)
        .execute();
    }
    await tx
      .updateTable("health_scores")
      .set({
        name: after.name,
        description: after.description,
        is_primary: after.isPrimary,
        roll_up: after.rollUp,
        version,
        updated_at: ctx.now.toString(),
      })
      .where("id", "=", id)
      .execute();
    if (isModelChanged) {
      await storeVersion(
        app,
        tx,
        ctx,
        { id, slug: row.slug, name: after.name },
        { version, model: after.model, reads },
      );
    }
    if (after.isPrimary && !before.isPrimary) await followPrimary(app, tx, ctx, row);
    return {
      result: { id },
      changes: changesBetween(
        "health-score",
        { id, accountId: null },
        { ...before, model: before.model as Json },
        { ...after, model: after.model as Json },
      ),
      events: [{ name: "health-score.updated", object: "health-score", objectId: id, accountId: null }],
    };
  },
});

/** What asks about the primary score asks about this one from now on; whom it calls healthy is what baselines are made of. */
async function followPrimary(app: App, tx: Tx, ctx: Context, { slug, name }: ScoreRow): Promise<void> {
  await checkOrder(app, tx, "isPrimary");
  const keys = [scoreNodeKey(slug), labelNodeKey(slug)];
  await requestPass(tx, ctx.now, `“${name}” is the primary health score now`, keys);
  await requestBaselines(tx);
}

/**
 * A measure's points are kept as history under its slug: one that looks at something else is another measure.
 * @throws Problem `invalid-input`
 */
function assertSameMeasures(versions: readonly { model: HealthModel }[], after: HealthModel): void {
  // Of several versions that have the slug the newest, which comes first, decides.
  const measures = versions.toReversed().flatMap(({ model }) => placedMeasures(model));
  const known = new Map(measures.map(({ measure }) => [measure.slug, measure]));
  const problems = placedMeasures(after).flatMap(({ measure, path, place }) => {
    const old = known.get(measure.slug);
    if (!old || looksAt(old) === looksAt(measure)) return [];
    const message = `“${measure.slug}” looked at something else so far, and its history is of that: give the measure another slug`;
    return [{ path: `model.${path}.slug`, message, place }];
  });
  if (problems.length === 0) return;
  const detail = problems.map(({ place, message }) => `${place}: ${message}`).join("; ");
  throw problem("invalid-input", detail, {
    fields: problems.map(({ path, message }) => ({ path, message })),
  });
}

/** A rule may be refined; a number may not become another one. */
function looksAt({ source }: HealthMeasure): string {
  return source.kind === "field" ? source.field : "a rule";
}

/** Stores a version of a model, gives new measures their columns, and asks for all accounts to be scored. */
async function storeVersion(
  app: App,
  tx: Tx,
  ctx: Context,
  score: { id: string; slug: string; name: string },
  { version, model, reads }: { version: number; model: HealthModel; reads: string[] },
): Promise<void> {
  await tx
    .insertInto("health_score_versions")
    .values({
      score_id: score.id,
      version,
      model: JSON.stringify(model),
      reads,
      actor_kind: ctx.actor.kind,
      actor_id: ctx.actor.id,
      actor_name: ctx.actor.name,
      at: ctx.now.toString(),
    })
    .execute();
  const known = await tx
    .selectFrom("health_measures")
    .select(["slug", "number"])
    .where("score_id", "=", score.id)
    .execute();
  let last = Math.max(0, ...known.map((row) => row.number));
  const added = placedMeasures(model)
    .filter(({ measure }) => !known.some((row) => row.slug === measure.slug))
    .map(({ measure }) => ({ score_id: score.id, slug: measure.slug, number: ++last }));
  if (added.length > 0) await tx.insertInto("health_measures").values(added).execute();
  await addColumns(
    tx,
    "account_derived",
    added.map(({ number }) => ({ name: pointsColumn(score.slug, number), type: "numeric" })),
  );
  await checkOrder(app, tx, "model");
  const keys = [pointsNodeKey, modelNodeKey, scoreNodeKey, labelNodeKey].map((keyOf) => keyOf(score.slug));
  await requestPass(tx, ctx.now, `Health score “${score.name}” has a new model`, keys);
}

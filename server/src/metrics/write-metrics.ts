import {
  type Metric,
  type MetricRole,
  metricInput,
  metricObjects,
  metricPatch,
  metricRoles,
} from "@perennial/contract";
import { z } from "zod";
import { assertUnread, checkOrder, requestPass } from "../engine/index.ts";
import type { App } from "../kernel/app.ts";
import { type Change, command, type DomainEvent, type Json } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { changesBetween } from "../kernel/history.ts";
import { newId } from "../kernel/ids.ts";
import { addColumns, raiseDefinitionVersion } from "../objects/index.ts";
import { columnsToAdd, metricParts, slugsOfRole } from "./metric-columns.ts";
import { nodeKeyOf } from "./metric-nodes.ts";
import { readMetric } from "./read-metrics.ts";
import { assertAboutObject } from "./sources/assert-about-object.ts";
import { kindOf } from "./sources/source-kinds.ts";
import { windowColumns, windowOf } from "./window-columns.ts";

type Input = z.output<typeof metricInput>;
type Written = { ids: string[]; changes: Change[]; events: DomainEvent[] };

/**
 * Defines metrics: their rows, their columns with one lock, and a pass over all accounts that works them out over all
 * that is held.
 */
export async function defineMetrics(
  tx: Tx,
  ctx: Context,
  inputs: readonly Input[],
  { isShipped = false } = {},
): Promise<Written> {
  const written: Written = { ids: [], changes: [], events: [] };
  if (inputs.length === 0) return written;
  const at = ctx.now.toString();
  for (const input of inputs) {
    const id = newId(ctx.now);
    if (input.role) written.changes.push(...(await takeRole(tx, input.role, id)));
    await tx
      .insertInto("metrics")
      .values({
        id,
        object: input.object,
        slug: input.slug,
        name: input.name,
        description: input.description,
        source: JSON.stringify(input.source),
        ...windowColumns(windowOf(input)),
        per: input.per ?? null,
        role: input.role ?? null,
        is_shipped: isShipped,
        created_at: at,
        updated_at: at,
      })
      .execute();
    written.ids.push(id);
    written.changes.push(
      ...changesBetween("metric", { id, accountId: null }, {}, input as Record<string, Json>),
    );
    written.events.push({ name: "metric.created", object: "metric", objectId: id, accountId: null });
  }
  for (const { value: object } of metricObjects) {
    const own = inputs.filter((input) => input.object === object);
    const columns = own.flatMap((input) => columnsToAdd({ ...input, per: input.per ?? null }));
    await addColumns(tx, `${object}_derived`, columns);
  }
  await raiseDefinitionVersion(tx);
  const keys = [...new Set(inputs.map(nodeKeyOf))];
  await requestPass(tx, ctx.now, `metrics defined: ${inputs.map((input) => input.slug).join(", ")}`, keys);
  return written;
}

/** Defines one metric. A slug that was used before, archived ones included, stays taken. */
export const createMetric = command({
  name: "metrics.create",
  permission: "metrics.write",
  input: metricInput,
  async run({ app, tx, ctx, input }) {
    await assertFreeSlug(tx, input.slug);
    assertAboutObject(input);
    await kindOf(input).check?.({ app, tx, source: input.source });
    const { ids, changes, events } = await defineMetrics(tx, ctx, [input]);
    await checkOrder(app, tx, "source.field");
    return { result: { id: ids[0] ?? "" }, changes, events };
  },
});

/** Takes a role from the metric that holds it: scores and indicators must know which one is meant. */
export async function takeRole(tx: Tx, role: MetricRole, forId: string): Promise<Change[]> {
  const holders = await tx
    .updateTable("metrics")
    .set({ role: null })
    .where("role", "=", role)
    .where("id", "!=", forId)
    .returning("id")
    .execute();
  return holders.map(({ id }) => ({
    object: "metric",
    objectId: id,
    accountId: null,
    field: "role",
    old: role,
    new: null,
  }));
}

async function assertFreeSlug(tx: Tx, slug: string): Promise<void> {
  const suffix = metricParts.find((part) => part.suffix !== "" && slug.endsWith(part.suffix))?.suffix;
  if (suffix !== undefined) {
    throw problem("invalid-input", `A metric's slug cannot end with ${suffix}.`, {
      fields: [{ path: "slug", message: `another ending: every metric has a column ending with ${suffix}` }],
    });
  }
  const taken = await tx
    .selectFrom("metrics")
    .select("archived_at")
    .where("slug", "=", slug)
    .executeTakeFirst();
  if (!taken) return;
  const advice = taken.archived_at ? "It is archived: restore it, or choose another." : "Choose another.";
  throw problem("conflict", `There is a metric with the slug “${slug}” already. ${advice}`);
}

/** Changes a metric; it is worked out anew for all accounts where that matters. */
export const updateMetric = command({
  name: "metrics.update",
  permission: "metrics.write",
  input: z.object({ id: z.uuid(), patch: metricPatch }),
  async run({ app, tx, ctx, input: { id, patch } }) {
    await lockMetric(tx, id);
    const before = await readMetric(tx, { id });
    if (patch.source) {
      const { object } = before;
      await kindOf({ object, source: patch.source }).check?.({ app, tx, source: patch.source });
    }
    const after: Metric = {
      ...before,
      name: patch.name ?? before.name,
      description: patch.description ?? before.description,
      source: patch.source ?? before.source,
      window: windowOf(patch, before.window),
      per: patch.per === undefined ? before.per : patch.per,
      role: patch.role === undefined ? before.role : patch.role,
    };
    assertAboutObject(after);
    const [wanted] = columnsToAdd(after);
    const [present] = columnsToAdd(before);
    if (nodeKeyOf(after) !== nodeKeyOf(before)) {
      throw problem("invalid-input", "A metric keeps the kind of its source. Define another metric.", {
        fields: [{ path: "source.kind", message: `stays ${before.source.kind}` }],
      });
    }
    if (wanted?.type !== present?.type) {
      const message =
        "A metric of whole numbers stays one, and one with decimals too. Define another metric.";
      throw problem("invalid-input", message, { fields: [{ path: "source.aggregate", message }] });
    }
    if (before.role && !after.role) await assertRoleUnread(app, tx, before.role);
    const moved = after.role && after.role !== before.role ? await takeRole(tx, after.role, id) : [];
    await tx
      .updateTable("metrics")
      .set({
        name: after.name,
        description: after.description,
        source: JSON.stringify(after.source),
        ...windowColumns(after.window),
        per: after.per,
        role: after.role,
        updated_at: ctx.now.toString(),
      })
      .where("id", "=", id)
      .execute();
    await raiseDefinitionVersion(tx);
    const isComputedAnew = [after, before].map(({ source, window, per }) =>
      JSON.stringify({ source, window, per }),
    );
    if (isComputedAnew[0] !== isComputedAnew[1] || after.role !== before.role) {
      await checkOrder(app, tx, "source.field");
      await requestPass(tx, ctx.now, `metric changed: ${before.slug}`, [nodeKeyOf(after)]);
    }
    const fields = (metric: typeof before) => {
      const { name, description, source, window, per, role } = metric;
      return { name, description, source, window, per, role } as Record<string, Json>;
    };
    return {
      result: { id },
      changes: [
        ...changesBetween("metric", { id, accountId: null }, fields(before), fields(after)),
        ...moved,
      ],
      events: [{ name: "metric.updated", object: "metric", objectId: id, accountId: null }],
    };
  },
});

/** Archives or restores a metric. Its values stay; they are not kept true while it is archived. */
export const setMetricArchived = command({
  name: "metrics.set-archived",
  permission: "metrics.write",
  input: z.object({ id: z.uuid(), isArchived: z.boolean() }),
  async run({ app, tx, ctx, input: { id, isArchived } }) {
    await lockMetric(tx, id);
    const metric = await readMetric(tx, { id });
    if ((metric.archivedAt !== null) === isArchived) return { result: { id } };
    if (isArchived) {
      const own = metricParts.map(({ part }) => `metric:${metric.slug}${part}`);
      const slugs = metric.object === "contact" ? own.map((slug) => `contact/${slug}`) : own;
      await assertUnread(app, tx, { name: metric.name, slugs });
      if (metric.role) await assertRoleUnread(app, tx, metric.role);
    }
    const archivedAt = isArchived ? ctx.now.toString() : null;
    await tx.updateTable("metrics").set({ archived_at: archivedAt }).where("id", "=", id).execute();
    await raiseDefinitionVersion(tx);
    if (!isArchived) await requestPass(tx, ctx.now, `metric restored: ${metric.slug}`, [nodeKeyOf(metric)]);
    const ref = { object: "metric", objectId: id, accountId: null };
    return {
      result: { id },
      changes: [{ ...ref, field: "archivedAt", old: metric.archivedAt, new: archivedAt }],
      events: [{ ...ref, name: isArchived ? "metric.archived" : "metric.restored" }],
    };
  },
});

/** What asks for a role needs a metric that holds it. @throws Problem `conflict` naming what asks */
async function assertRoleUnread(app: App, tx: Tx, role: MetricRole): Promise<void> {
  const label = metricRoles.find(({ value }) => value === role)?.label ?? role;
  await assertUnread(app, tx, {
    name: label,
    slugs: slugsOfRole(role),
    advice: "Give the role to another metric first, or change these.",
  });
}

async function lockMetric(tx: Tx, id: string): Promise<void> {
  await tx.selectFrom("metrics").select("id").where("id", "=", id).forUpdate().execute();
}

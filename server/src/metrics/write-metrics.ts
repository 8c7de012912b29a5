import { type Metric, metricInput, metricPatch } from "@perennial/contract";
import { z } from "zod";
import { assertUnread, requestPass } from "../engine/index.ts";
import type { App } from "../kernel/app.ts";
import { type Change, command, type DomainEvent, type Json } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { changesBetween } from "../kernel/history.ts";
import { newId } from "../kernel/ids.ts";
import { addColumns, parseRuleFor, raiseDefinitionVersion } from "../objects/index.ts";
import { columnsToAdd, metricParts } from "./metric-columns.ts";
import { nodeKeyOf } from "./metric-nodes.ts";
import { readMetric } from "./read-metrics.ts";

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
    await tx
      .insertInto("metrics")
      .values({
        id,
        slug: input.slug,
        name: input.name,
        description: input.description,
        source: JSON.stringify(input.source),
        window_days: input.windowDays,
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
  await addColumns(tx, "account_derived", inputs.flatMap(columnsToAdd));
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
    await checkPropertyRule(app, tx, input.source);
    const { ids, changes, events } = await defineMetrics(tx, ctx, [input]);
    return { result: { id: ids[0] ?? "" }, changes, events };
  },
});

/** @throws Problem `invalid-input` with the path of everything that is wrong in a rule about events' properties */
async function checkPropertyRule(app: App, tx: Tx, source: Metric["source"]): Promise<void> {
  if (source.kind !== "event-values" || !source.where) return;
  await parseRuleFor(app, tx, "account", { events: source.names[0] ?? "any", where: source.where });
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
    if (patch.source) await checkPropertyRule(app, tx, patch.source);
    const before = await readMetric(tx, { id });
    const after: Metric = {
      ...before,
      name: patch.name ?? before.name,
      description: patch.description ?? before.description,
      source: patch.source ?? before.source,
      windowDays: patch.windowDays ?? before.windowDays,
      role: patch.role === undefined ? before.role : patch.role,
    };
    const [wanted] = columnsToAdd(after);
    const [present] = columnsToAdd(before);
    if (nodeKeyOf(after) !== nodeKeyOf(before) || wanted?.type !== present?.type) {
      throw problem("invalid-input", "A metric keeps the kind of its source. Define another metric.", {
        fields: [{ path: "source.kind", message: `stays ${before.source.kind}` }],
      });
    }
    await tx
      .updateTable("metrics")
      .set({
        name: after.name,
        description: after.description,
        source: JSON.stringify(after.source),
        window_days: after.windowDays,
        role: after.role,
        updated_at: ctx.now.toString(),
      })
      .where("id", "=", id)
      .execute();
    await raiseDefinitionVersion(tx);
    if (patch.source !== undefined || patch.windowDays !== undefined) {
      await requestPass(tx, ctx.now, `metric changed: ${before.slug}`, [nodeKeyOf(after)]);
    }
    const fields = (metric: typeof before) => {
      const { name, description, source, windowDays, role } = metric;
      return { name, description, source, windowDays, role } as Record<string, Json>;
    };
    return {
      result: { id },
      changes: changesBetween("metric", { id, accountId: null }, fields(before), fields(after)),
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
      const slugs = metricParts.map(({ part }) => `metric:${metric.slug}${part}`);
      await assertUnread(app, tx, { name: metric.name, slugs });
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

async function lockMetric(tx: Tx, id: string): Promise<void> {
  await tx.selectFrom("metrics").select("id").where("id", "=", id).forUpdate().execute();
}

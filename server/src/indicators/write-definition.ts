import { isDeepStrictEqual } from "node:util";
import { indicatorDefinitionInput, indicatorDefinitionPatch } from "@perennial/contract";
import { sql } from "kysely";
import { z } from "zod";
import { assertUnread, checkOrder, requestPass } from "../engine/index.ts";
import type { App } from "../kernel/app.ts";
import { command } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { changesBetween } from "../kernel/history.ts";
import { newId } from "../kernel/ids.ts";
import { parseInput } from "../kernel/parse-input.ts";
import { addColumns, raiseDefinitionVersion } from "../objects/index.ts";
import { checkDefiningRule } from "../segments/index.ts";
import { checkOwner } from "./check-owner.ts";
import { conditionOf } from "./condition.ts";
import { type DefinitionRow, readDefinition } from "./definitions.sql.ts";
import { clear } from "./follow-conditions.ts";
import { conditionColumn, conditionField } from "./indicator-columns.ts";

type Editable = z.output<typeof indicatorDefinitionInput>;

/** Defines an indicator, makes its column and has its condition worked out over all accounts. */
export const createDefinition = command({
  name: "indicator-definitions.create",
  permission: "indicators.configure",
  input: indicatorDefinitionInput.and(z.object({ isShipped: z.boolean().default(false) })),
  async run({ app, tx, ctx, input }) {
    const taken = await tx
      .selectFrom("indicator_definitions")
      .select("archived_at")
      .where("slug", "=", input.slug)
      .executeTakeFirst();
    if (taken) {
      const advice = taken.archived_at
        ? "It is archived: restore it, or choose another slug."
        : "Choose another slug.";
      throw problem("conflict", `There is an indicator with the slug “${input.slug}” already. ${advice}`);
    }
    const reads = await readsOf(app, tx, input);
    if (!input.isShipped) await checkOwner(app, tx, input.owner);
    await raiseDefinitionVersion(tx);
    const id = newId(ctx.now);
    const now = ctx.now.toString();
    await tx
      .insertInto("indicator_definitions")
      .values({
        id,
        slug: input.slug,
        is_shipped: input.isShipped,
        created_at: now,
        ...stored(input, reads, now),
      })
      .execute();
    await checkOrder(app, tx, "rule");
    await addColumns(tx, "account_derived", [{ name: conditionColumn(input.slug), type: "boolean" }]);
    await requestPass(tx, ctx.now, `Indicator “${input.name}” was defined`, [conditionField(input.slug)]);
    const ref = { object: "indicator-definition", objectId: id, accountId: null };
    return { result: { id }, events: [{ ...ref, name: "indicator-definition.created" }] };
  },
});

/** Changes a definition. A changed condition is asked again of all accounts. */
export const updateDefinition = command({
  name: "indicator-definitions.update",
  permission: "indicators.configure",
  input: z.object({ slug: z.string(), patch: indicatorDefinitionPatch }),
  async run({ app, tx, ctx, input: { slug, patch } }) {
    const row = await readDefinition(tx, slug, { isLocked: true });
    const before = editableOf(row);
    const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
    const after = parseInput(indicatorDefinitionInput, { ...before, ...given });
    const isChanged = (["rule", "threshold", "zones", "clears"] as const).some(
      (key) => !isDeepStrictEqual(before[key], after[key]),
    );
    const reads = isChanged ? await readsOf(app, tx, after) : row.reads;
    if (!isDeepStrictEqual(before.owner, after.owner)) await checkOwner(app, tx, after.owner);
    await raiseDefinitionVersion(tx);
    await tx
      .updateTable("indicator_definitions")
      .set(stored(after, reads, ctx.now.toString()))
      .where("id", "=", row.id)
      .execute();
    if (isChanged) {
      await checkOrder(app, tx, "rule");
      const reason = `The condition of indicator “${after.name}” changed`;
      await requestPass(tx, ctx.now, reason, [conditionField(row.slug)]);
    }
    const ref = { object: "indicator-definition", objectId: row.id, accountId: null };
    return {
      result: { id: row.id },
      changes: changesBetween(ref.object, { id: row.id, accountId: null }, before as never, after as never),
      events: [{ ...ref, name: "indicator-definition.updated" }],
    };
  },
});

/** Archives a definition, which settles what is open of it, or restores one. */
export const setDefinitionArchived = command({
  name: "indicator-definitions.set-archived",
  permission: "indicators.configure",
  input: z.object({ slug: z.string(), isArchived: z.boolean() }),
  async run({ app, tx, ctx, input: { slug, isArchived } }) {
    const row = await readDefinition(tx, slug, { isLocked: true });
    if ((row.archived_at !== null) === isArchived) return { result: { id: row.id } };
    await raiseDefinitionVersion(tx);
    if (isArchived) await assertUnread(app, tx, { name: row.name, slugs: [conditionField(row.slug)] });
    const archivedAt = isArchived ? ctx.now.toString() : null;
    await tx
      .updateTable("indicator_definitions")
      .set({ archived_at: archivedAt, updated_at: ctx.now.toString() })
      .where("id", "=", row.id)
      .execute();
    const cleared = isArchived ? await clear(tx, ctx, row, "all") : { changes: [], events: [] };
    if (!isArchived) {
      // From nobody on, so that who fulfils it now is raised anew.
      const column = sql.id(conditionColumn(row.slug));
      await sql`
        update account_derived d set ${column} = false from accounts a where d.account_id = a.id and d.${column}
      `.execute(tx);
      await checkOrder(app, tx, "rule");
      await requestPass(tx, ctx.now, `Indicator “${row.name}” was restored`, [conditionField(row.slug)]);
    }
    const ref = { object: "indicator-definition", objectId: row.id, accountId: null };
    return {
      result: { id: row.id },
      changes: [...cleared.changes, { ...ref, field: "archivedAt", old: row.archived_at, new: archivedAt }],
      events: [
        ...cleared.events,
        { ...ref, name: isArchived ? "indicator-definition.archived" : "indicator-definition.restored" },
      ],
    };
  },
});

/** Checks all rules of a definition. @returns the slugs of the accounts' fields that they read */
async function readsOf(app: App, tx: Tx, definition: Editable): Promise<string[]> {
  const reads = await checkDefiningRule(app, tx, conditionOf(definition));
  if (definition.clears.kind !== "rule") return reads;
  return [...new Set([...reads, ...(await checkDefiningRule(app, tx, definition.clears.rule))])];
}

function editableOf(row: DefinitionRow): Editable {
  const { slug, name, description, polarity, severity, rule, threshold, zones, owner, message, clears } = row;
  const numbers = { dueInDays: row.due_in_days, quietDays: row.quiet_days };
  return {
    slug,
    name,
    description,
    polarity,
    severity,
    rule,
    threshold,
    zones,
    owner,
    message,
    clears,
    slackChannel: row.slack_channel,
    ...numbers,
  };
}

function stored(definition: Editable, reads: string[], updatedAt: string) {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  return {
    name: definition.name,
    description: definition.description,
    polarity: definition.polarity,
    severity: definition.severity,
    rule: json(definition.rule),
    threshold: json(definition.threshold),
    zones: JSON.stringify(definition.zones),
    reads,
    owner: JSON.stringify(definition.owner),
    due_in_days: definition.dueInDays,
    message: definition.message,
    clears: JSON.stringify(definition.clears),
    quiet_days: definition.quietDays,
    slack_channel: definition.slackChannel,
    updated_at: updatedAt,
  };
}

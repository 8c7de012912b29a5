import { type PlaybookDefinition, playbooks } from "@perennial/contract";
import { z } from "zod";
import { command, type Json } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { changesBetween } from "../kernel/history.ts";
import { newId } from "../kernel/ids.ts";
import { raiseDefinitionVersion } from "../objects/index.ts";
import { checkDefinition, refuseProblems } from "./check-definition.ts";
import { readPlaybook } from "./definition.sql.ts";
import { ensureMatchColumn, setMatchColumn } from "./match-column.ts";
import { triggerKindOf } from "./triggers/index.ts";

/** Creates a playbook, switched off. @throws Problem `conflict` when the slug is taken, `invalid-input` */
export const createPlaybook = command({
  name: "playbooks.create",
  permission: "playbooks.write",
  input: playbooks.create.body.extend({ isShipped: z.boolean().default(false) }),
  async run({ app, tx, ctx, input }) {
    const { definition, name, description, isShipped } = input;
    const checked = await checkDefinition(app, tx, definition);
    // A shipped one may wait for what it needs; it says so, and cannot be switched on before.
    if (!isShipped) refuseProblems(checked.problems);
    const slug = input.slug ?? (await freeSlug(tx, name));
    const taken = await tx.selectFrom("playbooks").select("id").where("slug", "=", slug).executeTakeFirst();
    if (taken) throw problem("conflict", `There is a playbook with the slug “${slug}” already.`);
    const id = newId(ctx.now);
    const at = ctx.now.toString();
    await tx
      .insertInto("playbooks")
      .values({
        id,
        slug,
        name,
        description,
        version: 1,
        ...triggerColumns(definition, id, checked.reads),
        is_shipped: isShipped,
        created_at: at,
        updated_at: at,
      })
      .execute();
    await keepVersion(tx, ctx, id, 1, definition);
    const ref = { id, accountId: null };
    const event = { name: "playbook.created", object: "playbook", objectId: id, accountId: null };
    return {
      result: { id },
      changes: changesBetween("playbook", ref, {}, { name, description, definition: definition as Json }),
      events: [event],
    };
  },
});

/**
 * Changes a playbook. A changed definition is a new version: runs under way stay on theirs, new ones take it. One that
 * is switched on begins to watch the new trigger from here on.
 */
export const updatePlaybook = command({
  name: "playbooks.update",
  permission: "playbooks.write",
  input: playbooks.update.body.extend({ id: z.uuid() }),
  async run({ app, tx, ctx, input: { id, definition, ...head } }) {
    const before = await readPlaybook(tx, id, { isLocked: true });
    const stored = await tx
      .selectFrom("playbook_versions")
      .select("definition")
      .where("playbook_id", "=", id)
      .where("version", "=", before.version)
      .executeTakeFirstOrThrow();
    const isNew = definition !== undefined && !isSame(definition as Json, stored.definition as Json);
    const version = before.version + (isNew ? 1 : 0);
    const after = { name: head.name ?? before.name, description: head.description ?? before.description };
    if (isNew) {
      const checked = await checkDefinition(app, tx, definition);
      refuseProblems(checked.problems);
      await keepVersion(tx, ctx, id, version, definition);
      const columns = triggerColumns(definition, id, checked.reads);
      await tx
        .updateTable("playbooks")
        .set({ ...columns, is_shipped: false })
        .where("id", "=", id)
        .execute();
      await raiseDefinitionVersion(tx);
      if (before.activated_at !== null && definition.trigger.kind === "rule-matches") {
        await ensureMatchColumn(tx, id);
        await setMatchColumn(app, tx, ctx, id, definition);
      }
    }
    await tx
      .updateTable("playbooks")
      .set({ ...after, version, updated_at: ctx.now.toString() })
      .where("id", "=", id)
      .execute();
    const changes = changesBetween(
      "playbook",
      { id, accountId: null },
      { name: before.name, description: before.description, definition: stored.definition as Json },
      { ...after, definition: (isNew ? definition : stored.definition) as Json },
    );
    const event = {
      name: "playbook.updated",
      object: "playbook",
      objectId: id,
      accountId: null,
      payload: { version },
    };
    return { result: { id }, changes, events: changes.length > 0 ? [event] : [] };
  },
});

function triggerColumns(definition: PlaybookDefinition, id: string, reads: string[]) {
  const { trigger } = definition;
  return {
    trigger_kind: trigger.kind,
    trigger_key: triggerKindOf(trigger).keyOf(trigger, id),
    reads,
  };
}

async function keepVersion(
  tx: Tx,
  ctx: Context,
  id: string,
  version: number,
  definition: PlaybookDefinition,
): Promise<void> {
  await tx
    .insertInto("playbook_versions")
    .values({
      playbook_id: id,
      version,
      definition: JSON.stringify(definition),
      at: ctx.now.toString(),
      actor_name: ctx.actor.name,
    })
    .execute();
}

async function freeSlug(tx: Tx, name: string): Promise<string> {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 36);
  const base = plain || "playbook";
  const rows = await tx.selectFrom("playbooks").select("slug").where("slug", "like", `${base}%`).execute();
  const taken = new Set(rows.map((row) => row.slug));
  let slug = base;
  for (let number = 2; taken.has(slug); number += 1) slug = `${base}_${number}`;
  return slug;
}

/** Whether two JSON values are the same, whatever the order of their keys. */
function isSame(left: Json, right: Json): boolean {
  return JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

import { playbooks } from "@perennial/contract";
import { sql } from "kysely";
import { z } from "zod";
import type { App } from "../kernel/app.ts";
import { command, type DomainEvent, type Json } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { raiseDefinitionVersion } from "../objects/index.ts";
import { checkDefinition, refuseProblems } from "./check-definition.ts";
import { definitionOf, readPlaybook } from "./definition.sql.ts";
import { enrol, wakeWorkers } from "./enrol.ts";
import { ensureMatchColumn, setMatchColumn } from "./match-column.ts";
import { matchingAccounts } from "./matches.view.ts";
import { readNames } from "./names.ts";
import { stopRunsOf } from "./stop-runs.ts";
import { triggerKindOf } from "./triggers/index.ts";

const one = z.object({ id: z.uuid() });
const announced = (name: string, id: string, payload: { [key: string]: Json } = {}): DomainEvent => ({
  name: `playbook.${name}`,
  object: "playbook",
  objectId: id,
  accountId: null,
  payload,
});
const switched = (id: string, old: Json, now: Json) => ({
  object: "playbook",
  objectId: id,
  accountId: null,
  field: "state",
  old,
  new: now,
});

/**
 * Switches a playbook on. Who matches now is enrolled in the same transaction, if wanted; who begins to match from its
 * commit on is enrolled by the event.
 * @throws Problem `invalid-input` when something it names is not there, `conflict` when it is archived
 */
export const activatePlaybook = command({
  name: "playbooks.activate",
  permission: "playbooks.write",
  input: one.extend(playbooks.activate.body.unwrap().shape),
  async run({ app, tx, ctx, input: { id, enrolsMatching } }) {
    const playbook = await readPlaybook(tx, id, { isLocked: true });
    if (playbook.archived_at !== null) throw problem("conflict", "This playbook is archived.");
    const definition = await definitionOf(app, tx, playbook);
    refuseProblems((await checkDefinition(app, tx, definition)).problems);
    if (playbook.activated_at !== null) return { result: { enrolledNow: 0 } };
    await tx
      .updateTable("playbooks")
      .set({ activated_at: ctx.now.toString(), activated_by: ctx.actor.name, updated_at: ctx.now.toString() })
      .where("id", "=", id)
      .execute();
    if (definition.trigger.kind === "rule-matches") {
      await ensureMatchColumn(tx, id);
      await raiseDefinitionVersion(tx);
      await setMatchColumn(app, tx, ctx, id, definition);
    }
    let enrolledNow = 0;
    if (enrolsMatching) {
      const names = await readNames(app, tx);
      const text = `${triggerKindOf(definition.trigger).because(definition.trigger, names)} before the playbook was switched on`;
      const ids = await matchingAccounts(app, tx, ctx, definition);
      for (let start = 0; start < ids.length; start += 5_000) {
        const because = { kind: definition.trigger.kind, text };
        const chunk = ids.slice(start, start + 5_000);
        enrolledNow += (await enrol(app, tx, ctx, playbook, definition, chunk, because)).length;
      }
    }
    return {
      result: { enrolledNow },
      changes: [switched(id, "off", "on")],
      events: [announced("activated", id, { enrolledNow })],
    };
  },
});

/** Switches a playbook off: nobody is enrolled any more. Runs under way finish, or are stopped. */
export const deactivatePlaybook = command({
  name: "playbooks.deactivate",
  permission: "playbooks.write",
  input: one.extend({ runs: z.enum(["finish", "stop"]) }),
  async run({ app, tx, ctx, input: { id, runs } }) {
    const playbook = await readPlaybook(tx, id, { isLocked: true });
    const stoppedRuns = await switchOff(app, tx, ctx, id, runs, "The playbook was switched off.");
    const wasOn = playbook.activated_at !== null;
    return {
      result: { stoppedRuns },
      changes: wasOn ? [switched(id, "on", "off")] : [],
      events: wasOn || stoppedRuns > 0 ? [announced("deactivated", id, { stoppedRuns })] : [],
    };
  },
});

/** Archives a playbook: switched off, its runs stopped; what it made stays. */
export const archivePlaybook = command({
  name: "playbooks.archive",
  permission: "playbooks.write",
  input: one,
  async run({ app, tx, ctx, input: { id } }) {
    const playbook = await readPlaybook(tx, id, { isLocked: true });
    if (playbook.archived_at !== null) return { result: { id } };
    const stoppedRuns = await switchOff(app, tx, ctx, id, "stop", "The playbook was archived.");
    const at = ctx.now.toString();
    await tx.updateTable("playbooks").set({ archived_at: at, updated_at: at }).where("id", "=", id).execute();
    return {
      result: { id },
      changes: [{ ...switched(id, null, at), field: "archivedAt" }],
      events: [announced("archived", id, { stoppedRuns })],
    };
  },
});

async function switchOff(
  app: App,
  tx: Tx,
  ctx: Context,
  id: string,
  runs: "finish" | "stop",
  why: string,
): Promise<number> {
  await tx
    .updateTable("playbooks")
    .set({ activated_at: null, activated_by: null, updated_at: ctx.now.toString() })
    .where("id", "=", id)
    .execute();
  await raiseDefinitionVersion(tx);
  return runs === "stop" ? stopRunsOf(app, tx, ctx, { id }, sql<boolean>`true`, why) : 0;
}

/** Lets a playbook's runs stand still, or go on. Accounts are enrolled meanwhile. */
export const pausePlaybook = command({
  name: "playbooks.pause",
  permission: "playbooks.write",
  input: one.extend({ isPaused: z.boolean() }),
  async run({ tx, ctx, input: { id, isPaused } }) {
    const playbook = await readPlaybook(tx, id, { isLocked: true });
    if ((playbook.paused_at !== null) === isPaused) return { result: { id } };
    const at = ctx.now.toString();
    await tx
      .updateTable("playbooks")
      .set({ paused_at: isPaused ? at : null, updated_at: at })
      .where("id", "=", id)
      .execute();
    if (!isPaused) await wakeWorkers(tx);
    const change = { ...switched(id, playbook.paused_at, isPaused ? at : null), field: "pausedAt" };
    return { result: { id }, changes: [change], events: [announced(isPaused ? "paused" : "resumed", id)] };
  },
});

/** The switch over all playbooks: their runs stand still until it is put back. */
export const pauseAllPlaybooks = command({
  name: "playbooks.pause-all",
  permission: "playbooks.write",
  input: z.object({ isPaused: z.boolean() }),
  async run({ tx, ctx, input: { isPaused } }) {
    const at = ctx.now.toString();
    const now = { paused_at: isPaused ? at : null, paused_by: isPaused ? ctx.actor.name : null };
    await tx.updateTable("playbook_settings").set(now).execute();
    if (!isPaused) await wakeWorkers(tx);
    const name = `playbooks.${isPaused ? "paused" : "resumed"}`;
    const event = { name, object: "playbook", objectId: null, accountId: null };
    return { result: { pausedAt: now.paused_at, pausedBy: now.paused_by }, events: [event] };
  },
});

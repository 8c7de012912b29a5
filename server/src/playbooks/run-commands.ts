import { playbooks } from "@perennial/contract";
import { sql } from "kysely";
import { z } from "zod";
import { command } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { definitionOf, readPlaybook } from "./definition.sql.ts";
import { enrol, wakeWorkers } from "./enrol.ts";
import { stopRunsOf } from "./stop-runs.ts";
import { whyNotEnrolled } from "./why-not.ts";

/** Enrols chosen accounts; the enrolment policy holds for people as well. @throws Problem `conflict` when it is off */
export const enrolByHand = command({
  name: "playbooks.enrol",
  permission: "playbooks.enrol",
  input: playbooks.enrol.body.extend({ id: z.uuid() }),
  async run({ app, tx, ctx, input: { id, accountIds } }) {
    const playbook = await readPlaybook(tx, id, { isLocked: true });
    if (playbook.activated_at === null) {
      throw problem("conflict", "This playbook is switched off. Switch it on first.");
    }
    const definition = await definitionOf(app, tx, playbook);
    const whyNot = await whyNotEnrolled(app, tx, ctx, playbook, definition, accountIds);
    const because = { kind: "by-hand", text: `Enrolled by ${ctx.actor.name}` };
    const enrolled = await enrol(app, tx, ctx, playbook, definition, accountIds, because);
    const leftOut = [...whyNot].map(([accountId, why]) => ({ accountId, why }));
    const event = {
      name: "playbook.enrolled-by-hand",
      object: "playbook",
      objectId: id,
      accountId: null,
      payload: { enrolled: enrolled.length, leftOut: leftOut.length },
    };
    return { result: { enrolled, leftOut }, events: [event] };
  },
});

/** Stops one run where it stands. What it has done stays. */
export const cancelRun = command({
  name: "playbook-runs.cancel",
  permission: "playbooks.write",
  input: playbooks.cancelRun.body.unwrap().extend({ id: z.uuid() }),
  async run({ app, tx, ctx, input: { id, reason } }) {
    const run = await lockRun(tx, id);
    if (run.finished_at !== null) throw problem("conflict", "This run has ended already.");
    const why = `Stopped by ${ctx.actor.name}${reason ? `: ${reason}` : ""}`;
    const which = sql<boolean>`account_id = ${run.account_id} and id = ${id}`;
    await stopRunsOf(app, tx, ctx, { id: run.playbook_id }, which, why);
    return { result: { id }, changes: [stateChange(run, "stopped")] };
  },
});

/** Stops a run that a person began, where it stands; one that has ended stays as it is. What it has done stays. */
export const takeBackRun = command({
  name: "playbook-runs.take-back",
  permission: "playbooks.enrol",
  input: z.object({ id: z.uuid() }),
  async run({ app, tx, ctx, input: { id } }) {
    const run = await lockRun(tx, id);
    if (run.finished_at !== null) return { result: { id } };
    const which = sql<boolean>`account_id = ${run.account_id} and id = ${id}`;
    await stopRunsOf(app, tx, ctx, { id: run.playbook_id }, which, `Taken back by ${ctx.actor.name}`);
    return { result: { id }, changes: [stateChange(run, "stopped")] };
  },
});

/**
 * Lets a failed or stopped run go on, where it stands or at another step of its version.
 * @throws Problem `conflict` while it is under way, or when another run of the account is
 */
export const retryRun = command({
  name: "playbook-runs.retry",
  permission: "playbooks.write",
  input: playbooks.retryRun.body.unwrap().extend({ id: z.uuid() }),
  async run({ app, tx, ctx, input: { id, stepId } }) {
    const run = await lockRun(tx, id);
    if (run.state !== "failed" && run.state !== "stopped") {
      throw problem("conflict", `This run is ${run.state}; only a failed or stopped one can be tried again.`);
    }
    const definition = await definitionOf(app, tx, { id: run.playbook_id, version: run.version });
    const step = stepId ?? run.current_step ?? definition.first;
    if (!definition.steps.some((one) => one.id === step)) {
      throw problem("invalid-input", `Version ${run.version}, which this run is on, has no step “${step}”.`, {
        fields: [{ path: "stepId", message: "is no step of this version" }],
      });
    }
    const { rows: others } = await sql`
      select 1 from playbook_runs
       where account_id = ${run.account_id} and playbook_id = ${run.playbook_id} and id <> ${id} and finished_at is null
    `.execute(tx);
    if (others.length > 0)
      throw problem("conflict", "Another run of this playbook is under way at the account.");
    const at = ctx.now.toString();
    await sql`
      update playbook_runs
         set state = 'ready', current_step = ${step}, wake_at = ${at}::timestamptz, wake = null, attempts = 0,
             waits_for_conversation = null, leased_until = null, fence = fence + 1, finished_at = null,
             ended_because = null, last_error = null, updated_at = ${at}::timestamptz
       where account_id = ${run.account_id} and id = ${id}
    `.execute(tx);
    await wakeWorkers(tx);
    const event = {
      name: "playbook.run-retried",
      object: "playbook-run",
      objectId: id,
      accountId: run.account_id,
      payload: { playbookId: run.playbook_id, stepId: step },
    };
    return { result: { id }, changes: [stateChange(run, "ready")], events: [event] };
  },
});

type RunRow = Awaited<ReturnType<typeof lockRun>>;

async function lockRun(tx: Tx, id: string) {
  const row = await tx
    .selectFrom("playbook_runs")
    .select(["account_id", "id", "playbook_id", "version", "state", "current_step", "finished_at"])
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw problem("not-found", `There is no playbook run with the id ${id}.`);
  return row;
}

function stateChange(run: RunRow, now: string) {
  const ref = { object: "playbook-run", objectId: run.id, accountId: run.account_id };
  return { ...ref, field: "state", old: run.state, new: now };
}

import type { PlaybookDefinition, PlaybookStep } from "@perennial/contract";
import { sql } from "kysely";
import { type App, createContext } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { publish } from "../kernel/publish.ts";
import type { ClaimedRun } from "./claim-runs.ts";
import { definitionOf } from "./definition.sql.ts";
import { playbookActor } from "./playbook-actor.ts";
import { nextOf, runStep, type StepOutcome, tracedOutcome } from "./run-step.ts";
import type { RunMemory, Wake } from "./steps/step.ts";

/** A process that hangs inside a step must not keep the run: its transaction is ended after so long without a word. */
const idleLimit = "15s";

type RunRow = {
  version: number;
  state: string;
  current_step: string | null;
  wake_at: string;
  wake: Wake | null;
  memory: RunMemory;
  step_count: number;
  playbook_name: string;
  is_held_up: boolean;
};

/**
 * Does one step of a run that this worker holds. What the step does, what the trace says of it and where the run stands
 * are one transaction: after a crash the step was done with all of that, or not at all. A worker whose lease was given
 * to another finds its fence gone and writes nothing.
 * @returns whether the run can go on at once
 */
export async function advanceRun(app: App, claimed: ClaimedRun, leaseMs: number): Promise<boolean> {
  return app.db.transaction().execute(async (tx) => {
    await sql`select set_config('idle_in_transaction_session_timeout', ${idleLimit}, true)`.execute(tx);
    const run = await lockRun(tx, claimed);
    if (!run) return false;
    const ctx = await createContext(app, playbookActor({ id: claimed.playbookId, name: run.playbook_name }), {
      requestId: `run-${claimed.id}-${run.step_count + 1}`,
    });
    if (run.is_held_up || Temporal.Instant.compare(run.wake_at, ctx.now) > 0) {
      await release(tx, claimed);
      return false;
    }
    const definition = await definitionOf(app, tx, { id: claimed.playbookId, version: run.version });
    const step = definition.steps.find((one) => one.id === run.current_step);
    if (!step) throw new Error(`the run ${claimed.id} stands at a step that its version does not have`);
    const outcome = await runStep(app, tx, ctx, { ...claimed, memory: run.memory }, step, run.wake);
    await writeTrace(tx, ctx, claimed, run.step_count + 1, step, outcome);
    await moveOn(app, tx, ctx, claimed, run, definition, step, outcome, leaseMs);
    return outcome.kind === "next" && nextOf(step, outcome) !== null;
  });
}

async function lockRun(tx: Tx, { accountId, id, fence }: ClaimedRun): Promise<RunRow | undefined> {
  const { rows } = await sql<RunRow>`
    select u.version, u.state, u.current_step, u.wake_at, u.wake, u.memory, u.step_count, p.name as playbook_name,
           p.paused_at is not null or exists (select from playbook_settings where paused_at is not null) as is_held_up
      from playbook_runs u join playbooks p on p.id = u.playbook_id
     where u.account_id = ${accountId} and u.id = ${id} and u.fence = ${fence} and u.state in ('ready', 'waiting')
       for update of u
  `.execute(tx);
  return rows[0];
}

async function release(tx: Tx, { accountId, id }: ClaimedRun): Promise<void> {
  await sql`
    update playbook_runs set leased_until = null where account_id = ${accountId} and id = ${id}
  `.execute(tx);
}

async function writeTrace(
  tx: Tx,
  ctx: Context,
  { accountId, id }: ClaimedRun,
  number: number,
  step: PlaybookStep,
  outcome: StepOutcome,
): Promise<void> {
  await tx
    .insertInto("playbook_run_steps")
    .values({
      account_id: accountId,
      run_id: id,
      number,
      step_id: step.id,
      kind: step.kind,
      outcome: tracedOutcome[outcome.kind],
      outlet: outcome.kind === "next" ? (outcome.outlet ?? "next") : null,
      why: outcome.why,
      input: JSON.stringify(step.settings),
      output: JSON.stringify("output" in outcome ? (outcome.output ?? {}) : {}),
      at: ctx.now.toString(),
    })
    .execute();
}

/** Where a run stands after a step. */
type Standing = {
  state: "ready" | "waiting" | "failed" | "completed" | "stopped";
  current_step: string;
  wake_at: string | null;
  wake: Wake | null;
  waits_for_conversation: string | null;
  ended_because: string | null;
  last_error: string | null;
};

function standingAfter(ctx: Context, step: PlaybookStep, outcome: StepOutcome): Standing {
  const still = {
    current_step: step.id,
    wake_at: null,
    wake: null,
    waits_for_conversation: null,
    ended_because: null,
    last_error: null,
  };
  switch (outcome.kind) {
    case "failed":
      return { ...still, state: "failed", last_error: outcome.why };
    case "stop":
      return { ...still, state: "stopped", ended_because: outcome.why };
    case "wait":
      return {
        ...still,
        state: "waiting",
        wake_at: outcome.until.toString(),
        wake: { kind: "time" },
        waits_for_conversation: outcome.conversationId ?? null,
      };
    case "next": {
      const next = nextOf(step, outcome);
      if (next === null) return { ...still, state: "completed", ended_because: outcome.why };
      return { ...still, state: "ready", current_step: next, wake_at: ctx.now.toString() };
    }
  }
}

async function moveOn(
  app: App,
  tx: Tx,
  ctx: Context,
  { accountId, id, playbookId }: ClaimedRun,
  run: RunRow,
  definition: PlaybookDefinition,
  step: PlaybookStep,
  outcome: StepOutcome,
  leaseMs: number,
): Promise<void> {
  const after = standingAfter(ctx, step, outcome);
  const memory = outcome.kind === "next" ? (outcome.memory ?? run.memory) : run.memory;
  const isFinished = after.state === "completed" || after.state === "stopped";
  const holdsOn = after.state === "ready";
  await tx
    .updateTable("playbook_runs")
    .set({
      ...after,
      wake: after.wake === null ? null : JSON.stringify(after.wake),
      memory: JSON.stringify(memory),
      step_count: run.step_count + 1,
      attempts: 0,
      leased_until: holdsOn ? ctx.now.add({ milliseconds: leaseMs }).toString() : null,
      updated_at: ctx.now.toString(),
      finished_at: isFinished ? ctx.now.toString() : null,
    })
    .where("account_id", "=", accountId)
    .where("id", "=", id)
    .execute();
  const about = { object: "playbook-run", objectId: id, accountId };
  const payload = { playbookId, stepId: step.id, kind: step.kind, why: outcome.why };
  const events = [
    { ...about, name: `playbook.step-${outcome.kind === "failed" ? "failed" : "done"}`, payload },
  ];
  if (isFinished) {
    const finished = { playbookId, state: after.state, object: definition.object };
    events.push({ ...about, name: "playbook.run-finished", payload: finished as never });
  }
  await publish(app, tx, ctx, "playbooks.step", { changes: [], events, isDerived: true });
}

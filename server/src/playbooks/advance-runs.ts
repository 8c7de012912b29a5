import { randomUUID } from "node:crypto";
import type { PlaybookDefinition, PlaybookStep } from "@perennial/contract";
import { sql } from "kysely";
import { type App, createContext } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import type { ClaimedRun } from "./claim-runs.ts";
import { definitionOf } from "./definition.sql.ts";
import { moveOn } from "./move-on.ts";
import { playbookActor } from "./playbook-actor.ts";
import { nextOf, runSteps, type StepOutcome, tracedOutcome } from "./run-step.ts";
import type { RunMemory, Wake } from "./steps/step.ts";

/** A process that hangs inside a step must not keep its runs: its transaction is ended after so long without a word. */
const idleLimit = "15s";

/** A run as it stands, locked by the transaction that advances it. */
export type StandingRun = ClaimedRun & {
  version: number;
  currentStep: string;
  wakeAt: string;
  wake: Wake | null;
  memory: RunMemory;
  stepCount: number;
  playbookName: string;
  isHeldUp: boolean;
};

/** Runs that stand at the same step of the same version, and that step. */
export type Stop = {
  ctx: Context;
  definition: PlaybookDefinition;
  step: PlaybookStep;
  runs: readonly StandingRun[];
  outcomes: readonly StepOutcome[];
};

/**
 * Does one step of each of these runs, which this worker holds. What the steps do, what the traces say of them and where
 * the runs stand are one transaction: after a crash each step was done with all of that, or not at all. Runs that stand
 * at the same step take it together, in the same number of statements as one would. A worker whose lease was given to
 * another finds its fence gone and writes nothing for that run.
 * @returns the runs that can go on at once
 */
export async function advanceRuns(
  app: App,
  claimed: readonly ClaimedRun[],
  leaseMs: number,
): Promise<ClaimedRun[]> {
  return app.db.transaction().execute(async (tx) => {
    await sql`select set_config('idle_in_transaction_session_timeout', ${idleLimit}, true)`.execute(tx);
    const now = app.clock.now();
    const locked = await lockRuns(tx, claimed);
    const isDue = (run: StandingRun) => !run.isHeldUp && Temporal.Instant.compare(run.wakeAt, now) <= 0;
    await release(
      tx,
      locked.filter((run) => !isDue(run)),
    );
    const stops: Stop[] = [];
    for (const runs of Map.groupBy(locked.filter(isDue), placeOf).values()) {
      stops.push(await takeStep(app, tx, now, runs));
    }
    await writeTraces(tx, stops);
    const moved = await moveOn(app, tx, stops, leaseMs);
    return stops.flatMap(({ step, runs, outcomes }) =>
      runs.filter((run, index) => {
        const outcome = outcomes[index];
        return moved.has(run.id) && outcome?.kind === "next" && nextOf(step, outcome) !== null;
      }),
    );
  });
}

function placeOf({ playbookId, version, currentStep }: StandingRun): string {
  return `${playbookId} ${version} ${currentStep}`;
}

async function takeStep(
  app: App,
  tx: Tx,
  now: Temporal.Instant,
  runs: readonly StandingRun[],
): Promise<Stop> {
  const [first] = runs as [StandingRun, ...StandingRun[]];
  const { playbookId, playbookName, version, currentStep } = first;
  const requestId = runs.length === 1 ? `run-${first.id}-${first.stepCount + 1}` : `runs-${randomUUID()}`;
  const ctx = await createContext(app, playbookActor({ id: playbookId, name: playbookName }), {
    requestId,
    now,
  });
  const definition = await definitionOf(app, tx, { id: playbookId, version });
  const step = definition.steps.find((one) => one.id === currentStep);
  if (!step) throw new Error(`the run ${first.id} stands at a step that its version does not have`);
  const outcomes = await runSteps(
    { app, tx, ctx },
    step,
    runs.map((run) => ({ run, wake: run.wake })),
  );
  return { ctx, definition, step, runs, outcomes };
}

/** In one order whoever locks, so that two workers do not wait for one another. */
async function lockRuns(tx: Tx, claimed: readonly ClaimedRun[]): Promise<StandingRun[]> {
  const held = claimed.map(({ accountId, id, fence }) => ({ account_id: accountId, id, fence }));
  const { rows } = await sql<StandingRun>`
    select u.account_id as "accountId", u.id, u.playbook_id as "playbookId", u.fence, u.version,
           u.current_step as "currentStep", u.wake_at as "wakeAt", u.wake, u.memory, u.step_count as "stepCount",
           p.name as "playbookName",
           p.paused_at is not null or exists (select from playbook_settings where paused_at is not null) as "isHeldUp"
      from jsonb_to_recordset(${JSON.stringify(held)}::jsonb) as h (account_id uuid, id uuid, fence bigint)
      join playbook_runs u on u.account_id = h.account_id and u.id = h.id and u.fence = h.fence
      join playbooks p on p.id = u.playbook_id
     where u.state in ('ready', 'waiting')
     order by u.account_id, u.id
       for update of u
  `.execute(tx);
  return rows;
}

async function release(tx: Tx, runs: readonly ClaimedRun[]): Promise<void> {
  if (runs.length === 0) return;
  await sql`
    update playbook_runs set leased_until = null
     where account_id = any(${runs.map((run) => run.accountId)}::uuid[]) and id = any(${runs.map((run) => run.id)}::uuid[])
  `.execute(tx);
}

async function writeTraces(tx: Tx, stops: readonly Stop[]): Promise<void> {
  const rows = stops.flatMap(({ ctx, step, runs, outcomes }) =>
    runs.flatMap((run, index) => {
      const outcome = outcomes[index];
      if (!outcome) return [];
      return {
        account_id: run.accountId,
        run_id: run.id,
        number: run.stepCount + 1,
        step_id: step.id,
        kind: step.kind,
        outcome: tracedOutcome[outcome.kind],
        outlet: outcome.kind === "next" ? (outcome.outlet ?? "next") : null,
        why: outcome.why,
        input: step.settings,
        output: "output" in outcome ? (outcome.output ?? {}) : {},
        at: ctx.now.toString(),
      };
    }),
  );
  if (rows.length === 0) return;
  await sql`
    insert into playbook_run_steps (account_id, run_id, number, step_id, kind, outcome, outlet, why, input, output, at)
    select account_id, run_id, number, step_id, kind, outcome, outlet, why, input, output, at
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r (account_id uuid, run_id uuid, number integer, step_id text, kind text, outcome text, outlet text, why text,
              input jsonb, output jsonb, at timestamptz)
  `.execute(tx);
}

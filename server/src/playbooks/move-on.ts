import type { PlaybookStep } from "@perennial/contract";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { DomainEvent } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { publish } from "../kernel/publish.ts";
import type { StandingRun, Stop } from "./advance-runs.ts";
import { nextOf, type StepOutcome } from "./run-step.ts";
import type { Wake } from "./steps/step.ts";

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

/**
 * Writes where the runs stand after their step, and says what was done. A run that a step of another ended in the same
 * transaction stays ended.
 * @returns the ids of the runs that were moved
 */
export async function moveOn(
  app: App,
  tx: Tx,
  stops: readonly Stop[],
  leaseMs: number,
): Promise<Set<string>> {
  const steps = stops.flatMap((stop) =>
    stop.runs.flatMap((run, index) => {
      const outcome = stop.outcomes[index];
      return outcome ? { stop, run, outcome, after: standingAfter(stop.ctx, stop.step, outcome) } : [];
    }),
  );
  if (steps.length === 0) return new Set();
  const moved = await writeStandings(tx, steps, leaseMs);
  for (const ofPlaybook of Map.groupBy(steps, ({ run }) => run.playbookId).values()) {
    const events = ofPlaybook.filter(({ run }) => moved.has(run.id)).flatMap(eventsOf);
    const ctx = ofPlaybook[0]?.stop.ctx;
    if (ctx) await publish(app, tx, ctx, "playbooks.step", { changes: [], events, isDerived: true });
  }
  return moved;
}

type StepDone = { stop: Stop; run: StandingRun; outcome: StepOutcome; after: Standing };

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

const isFinished = ({ state }: Standing) => state === "completed" || state === "stopped";

async function writeStandings(tx: Tx, steps: readonly StepDone[], leaseMs: number): Promise<Set<string>> {
  const rows = steps.map(({ stop: { ctx }, run, outcome, after }) => ({
    account_id: run.accountId,
    id: run.id,
    fence: run.fence,
    ...after,
    memory: outcome.kind === "next" ? (outcome.memory ?? run.memory) : run.memory,
    step_count: run.stepCount + 1,
    leased_until: after.state === "ready" ? ctx.now.add({ milliseconds: leaseMs }).toString() : null,
    updated_at: ctx.now.toString(),
    finished_at: isFinished(after) ? ctx.now.toString() : null,
  }));
  const { rows: moved } = await sql<{ id: string }>`
    update playbook_runs u
       set state = n.state, current_step = n.current_step, wake_at = n.wake_at, wake = n.wake,
           waits_for_conversation = n.waits_for_conversation, ended_because = n.ended_because, last_error = n.last_error,
           memory = n.memory, step_count = n.step_count, attempts = 0, leased_until = n.leased_until,
           updated_at = n.updated_at, finished_at = n.finished_at
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as n (account_id uuid, id uuid, fence bigint, state text, current_step text, wake_at timestamptz, wake jsonb,
              waits_for_conversation uuid, ended_because text, last_error text, memory jsonb, step_count integer,
              leased_until timestamptz, updated_at timestamptz, finished_at timestamptz)
     where u.account_id = n.account_id and u.id = n.id and u.fence = n.fence and u.state in ('ready', 'waiting')
    returning u.id
  `.execute(tx);
  return new Set(moved.map((row) => row.id));
}

function eventsOf({ stop: { step, definition }, run, outcome, after }: StepDone): DomainEvent[] {
  const about = { object: "playbook-run", objectId: run.id, accountId: run.accountId };
  const { playbookId } = run;
  const done: DomainEvent = {
    ...about,
    name: `playbook.step-${outcome.kind === "failed" ? "failed" : "done"}`,
    payload: { playbookId, stepId: step.id, kind: step.kind, why: outcome.why },
  };
  if (!isFinished(after)) return [done];
  const payload = { playbookId, state: after.state, object: definition.object };
  return [done, { ...about, name: "playbook.run-finished", payload }];
}

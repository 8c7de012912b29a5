import type { playbooks, TraceStep } from "@perennial/contract";
import type { z } from "zod";
import type { App } from "../kernel/app.ts";
import { dateIn } from "../kernel/calendar.ts";
import { assertPermitted } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { newId } from "../kernel/ids.ts";
import { definitionOf, type PlaybookRow, readPlaybook } from "./definition.sql.ts";
import { playbookActor } from "./playbook-actor.ts";
import { nextOf, runStep, tracedOutcome } from "./run-step.ts";
import { kindOf } from "./steps/index.ts";
import type { RunMemory, Wake } from "./steps/step.ts";
import { whyNotEnrolled } from "./why-not.ts";

type DryRun = z.input<typeof playbooks.dryRun.response>;

/** Carries the result out of the transaction that it rolls back. */
class RolledBack extends Error {
  readonly result: DryRun;
  constructor(result: DryRun) {
    super("a dry run keeps nothing");
    this.result = result;
  }
}

/**
 * Runs every step on one account, with the very code that would, and rolls all of it back: nothing is kept, and no mail
 * leaves, as the outbox is part of the transaction. Waits are passed over, the clock going with them.
 * @throws Problem `not-found` when there is no such playbook or account
 */
export async function dryRun(
  app: App,
  ctx: Context,
  input: { id: string; accountId: string; answers: boolean },
): Promise<DryRun> {
  assertPermitted(ctx, "playbooks.read");
  try {
    await app.db.transaction().execute(async (tx) => {
      throw new RolledBack(await walk(app, tx, ctx, input));
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.result;
    throw error;
  }
  throw new Error("unreachable: the transaction always throws");
}

async function walk(
  app: App,
  tx: Tx,
  asked: Context,
  { id, accountId, answers }: { id: string; accountId: string; answers: boolean },
): Promise<DryRun> {
  const playbook = await readPlaybook(tx, id);
  const account = await tx.selectFrom("accounts").select("id").where("id", "=", accountId).executeTakeFirst();
  if (!account) throw problem("not-found", `There is no account with the id ${accountId}.`);
  const definition = await definitionOf(app, tx, playbook);
  const whyNot =
    (await whyNotEnrolled(app, tx, asked, playbook, definition, [accountId])).get(accountId) ?? null;
  const trace: TraceStep[] = [];
  const run = { id: newId(asked.now), accountId, playbookId: id, memory: {} as RunMemory };
  const enrolment = { wouldEnrol: whyNot === null, whyNot };
  let { now } = asked;
  let wake: Wake | null = null;
  let current: string | null = definition.first;
  while (current !== null) {
    const step = definition.steps.find((one) => one.id === current);
    if (!step) throw problem("conflict", `The flow leads to the step “${current}”, which is not there.`);
    const ctx = contextAt(asked, now, playbook);
    const outcome = await runStep({ app, tx, ctx }, step, { run, wake });
    trace.push({
      number: trace.length + 1,
      stepId: step.id,
      kind: step.kind,
      label: kindOf(step.kind).label,
      outcome: tracedOutcome[outcome.kind],
      outlet: outcome.kind === "next" ? (outcome.outlet ?? "next") : null,
      why: outcome.why,
      input: step.settings,
      output: "output" in outcome ? (outcome.output ?? {}) : {},
      at: now.toString(),
    });
    if (outcome.kind === "failed") return { state: "failed", endedBecause: outcome.why, ...enrolment, trace };
    if (outcome.kind === "stop") return { state: "stopped", endedBecause: outcome.why, ...enrolment, trace };
    if (outcome.kind === "wait") {
      const isAnswered = answers && outcome.conversationId !== undefined;
      wake = isAnswered ? { kind: "answered", from: null } : { kind: "time" };
      now = isAnswered ? now.add({ hours: 24 }) : outcome.until;
      continue;
    }
    run.memory = outcome.memory ?? run.memory;
    wake = null;
    current = nextOf(step, outcome);
  }
  return { state: "completed", endedBecause: trace.at(-1)?.why ?? null, ...enrolment, trace };
}

function contextAt(asked: Context, now: Temporal.Instant, playbook: PlaybookRow): Context {
  return { ...asked, now, today: dateIn(now, asked.timeZone), actor: playbookActor(playbook) };
}

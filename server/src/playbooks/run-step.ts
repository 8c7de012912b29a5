import type { PlaybookStep } from "@perennial/contract";
import type { App } from "../kernel/app.ts";
import { inSavepoint } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { Problem } from "../kernel/errors.ts";
import { kindOf, settingsOf } from "./steps/index.ts";
import type { StepArguments, StepResult, Wake } from "./steps/step.ts";

/** What a step came to: its result, or the problem that keeps it from being done. */
export type StepOutcome = StepResult | { kind: "failed"; why: string };

/** How the trace calls it. */
export const tracedOutcome = { next: "done", wait: "waiting", stop: "stopped", failed: "failed" } as const;

/**
 * Does one step as it is set up, in the name of the playbook. A problem that people can mend is an outcome, and what the
 * step had written is undone; every other error is thrown and undoes the transaction.
 */
export async function runStep(
  app: App,
  tx: Tx,
  ctx: Context,
  run: StepArguments<unknown>["run"],
  step: PlaybookStep,
  wake: Wake | null,
): Promise<StepOutcome> {
  const args = { app, tx, ctx, run, step: { id: step.id }, settings: settingsOf(step), wake };
  try {
    return await inSavepoint(tx, () => kindOf(step.kind).run(args));
  } catch (error) {
    if (error instanceof Problem && error.code !== "internal") return { kind: "failed", why: error.message };
    throw error;
  }
}

/** The step that follows at the outlet taken; null where the flow ends. */
export function nextOf(step: PlaybookStep, result: Extract<StepResult, { kind: "next" }>): string | null {
  return step.next[result.outlet ?? "next"] ?? null;
}

import type { PlaybookStep } from "@perennial/contract";
import { inSavepoint } from "../kernel/command.ts";
import { isConflict } from "../kernel/database/transient.ts";
import { Problem } from "../kernel/errors.ts";
import { kindOf, settingsOf } from "./steps/index.ts";
import type { StepArguments, SteppingRun, StepResult, StepSurroundings } from "./steps/step.ts";

/** What a step came to: its result, or the problem that keeps it from being done. */
export type StepOutcome = StepResult | { kind: "failed"; why: string };

/** How the trace calls it. */
export const tracedOutcome = { next: "done", wait: "waiting", stop: "stopped", failed: "failed" } as const;

/**
 * Does one step as it is set up, in the name of the playbook. A problem that people can mend is an outcome, and what the
 * step had written is undone; every other error is thrown and undoes the transaction.
 */
export async function runStep(
  surroundings: StepSurroundings,
  step: PlaybookStep,
  stepping: SteppingRun,
): Promise<StepOutcome> {
  const args: StepArguments<unknown> = {
    ...surroundings,
    ...stepping,
    step: { id: step.id },
    settings: settingsOf(step),
  };
  try {
    return await inSavepoint(surroundings.tx, () => kindOf(step.kind).run(args as never));
  } catch (error) {
    if (error instanceof Problem && error.code !== "internal") return { kind: "failed", why: error.message };
    throw error;
  }
}

/**
 * Does the same step for several runs together. When it cannot be done for all of them, nothing of it stays and each does
 * it by itself, so that one run's problem is its own.
 * @returns the outcomes, in the order of the runs
 */
export async function runSteps(
  surroundings: StepSurroundings,
  step: PlaybookStep,
  stepping: readonly SteppingRun[],
): Promise<StepOutcome[]> {
  if (stepping.length > 1) {
    const args = { ...surroundings, stepping, step: { id: step.id }, settings: settingsOf(step) };
    try {
      return await inSavepoint(surroundings.tx, () => kindOf(step.kind).runTogether(args));
    } catch (error) {
      if (isConflict(error)) throw error;
    }
  }
  const outcomes: StepOutcome[] = [];
  for (const one of stepping) outcomes.push(await runStep(surroundings, step, one));
  return outcomes;
}

/** The step that follows at the outlet taken; null where the flow ends. */
export function nextOf(step: PlaybookStep, result: Extract<StepResult, { kind: "next" }>): string | null {
  return step.next[result.outlet ?? "next"] ?? null;
}

import { type PlaybookStep, type StepKindName, stepKindNames, stepSettings } from "@perennial/contract";
import { branch } from "./branch.ts";
import { createProject } from "./create-project.ts";
import { createTask } from "./create-task.ts";
import { clearIndicatorStep, raiseIndicatorStep } from "./indicator-steps.ts";
import { replyInConversation } from "./reply-in-conversation.ts";
import { addToSegment, removeFromSegment } from "./segment-steps.ts";
import { setRenewalStage } from "./set-renewal-stage.ts";
import { setTrait } from "./set-trait.ts";
import { startConversation } from "./start-conversation.ts";
import type { StepKind } from "./step.ts";
import { stop } from "./stop.ts";
import { wait } from "./wait.ts";
import { waitForAnswer } from "./wait-for-answer.ts";

const kinds: { [K in StepKindName]: StepKind<K> } = {
  "add-to-segment": addToSegment,
  "remove-from-segment": removeFromSegment,
  "create-project": createProject,
  "start-conversation": startConversation,
  "reply-in-conversation": replyInConversation,
  "wait-for-answer": waitForAnswer,
  wait,
  branch,
  "set-renewal-stage": setRenewalStage,
  "set-trait": setTrait,
  "create-task": createTask,
  "raise-indicator": raiseIndicatorStep,
  "clear-indicator": clearIndicatorStep,
  stop,
};

/** All kinds, in the order they are offered. */
export const stepKinds: readonly StepKind[] = stepKindNames.map((name) => kindOf(name));

/** The record of a kind. Its functions must be given settings parsed by {@link settingsOf}. */
export function kindOf(name: StepKindName): StepKind {
  return kinds[name] as unknown as StepKind;
}

/** A step's settings as its kind understands them. @throws ZodError when they do not fit */
export function settingsOf(step: PlaybookStep): never {
  return stepSettings[step.kind].parse(step.settings) as never;
}

/** The ways out of a step whose settings fit. */
export function outletsOf(step: PlaybookStep): readonly { key: string; label: string }[] {
  return kindOf(step.kind).outlets(settingsOf(step));
}

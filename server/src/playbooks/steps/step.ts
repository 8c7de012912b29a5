import type { PlaybookDefinition, StepKindName, StepSettings } from "@perennial/contract";
import type { App } from "../../kernel/app.ts";
import type { Json } from "../../kernel/command.ts";
import type { Context } from "../../kernel/context.ts";
import type { Db, Tx } from "../../kernel/db.ts";
import type { Names } from "../names.ts";

/** What a run remembers from step to step. */
export type RunMemory = {
  /** The renewal this run is about, from the first step that needed one. */
  renewalId?: string;
  /** By the step that made it. */
  conversations?: { [stepId: string]: string };
  projects?: { [stepId: string]: string };
};

/** Why a step that waited is run again. */
export type Wake = { kind: "time" } | { kind: "answered"; from: string | null };

export type StepSurroundings = {
  app: App;
  tx: Tx;
  /** Acts as the playbook. */
  ctx: Context;
};

/** A run that takes a step. */
export type SteppingRun = {
  run: { id: string; accountId: string; playbookId: string; memory: RunMemory };
  /** Null when the step is entered. */
  wake: Wake | null;
};

export type StepArguments<S> = StepSurroundings & SteppingRun & { step: { id: string }; settings: S };

/** Several runs of one playbook at the same step. */
export type TogetherArguments<S> = StepSurroundings & {
  stepping: readonly SteppingRun[];
  step: { id: string };
  settings: S;
};

type Output = { [key: string]: Json };
export type StepResult =
  /** Goes on at an outlet; `next` unless said. */
  | { kind: "next"; outlet?: string; why: string; output?: Output; memory?: RunMemory }
  /** Stands until `until`, or until an answer comes in the conversation. */
  | { kind: "wait"; until: Temporal.Instant; conversationId?: string; why: string; output?: Output }
  | { kind: "stop"; why: string };

export type FieldProblem = { path: string; message: string };

export type CheckArguments<S> = {
  app: App;
  db: Db | Tx;
  definition: PlaybookDefinition;
  settings: S;
};

/** All that is known of one kind of step. */
export type StepKind<K extends StepKindName = StepKindName> = {
  kind: K;
  label: string;
  group: "act" | "wait" | "decide";
  /** The ways out of it, in the order they are shown. */
  outlets(settings: StepSettings<K>): readonly { key: string; label: string }[];
  /** One sentence in the imperative. */
  describe(settings: StepSettings<K>, names: Names): string;
  /** What the settings name and is not there; paths are relative to the settings. */
  check?(args: CheckArguments<StepSettings<K>>): Promise<FieldProblem[]>;
  /**
   * Does what the step does, inside the transaction that also moves the run on: all of it happens, or nothing.
   * @throws Problem when it cannot be done; the run then stands until somebody retries it
   */
  run(args: StepArguments<StepSettings<K>>): Promise<StepResult>;
  /**
   * The same for several runs, whose results it gives in their order.
   * @throws when it cannot be done for one of them; each is then run by itself
   */
  runTogether(args: TogetherArguments<StepSettings<K>>): Promise<StepResult[]>;
};

export const onward = [{ key: "next", label: "then" }] as const;

/** Declares a kind of step that is done for one run after another. */
export function stepKind<K extends StepKindName>(kind: Omit<StepKind<K>, "runTogether">): StepKind<K> {
  return {
    ...kind,
    async runTogether({ stepping, ...shared }) {
      const results: StepResult[] = [];
      for (const one of stepping) results.push(await kind.run({ ...shared, ...one }));
      return results;
    },
  };
}

/** Declares a kind of step whose statements serve any number of runs. */
export function setWiseStepKind<K extends StepKindName>(kind: Omit<StepKind<K>, "run">): StepKind<K> {
  return {
    ...kind,
    async run({ run, wake, ...shared }) {
      const [result] = await kind.runTogether({ ...shared, stepping: [{ run, wake }] });
      if (!result) throw new Error(`the step ${shared.step.id} gave no result`);
      return result;
    },
  };
}

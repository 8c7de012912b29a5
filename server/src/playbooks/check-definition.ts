import { type PlaybookDefinition, type PlaybookStep, stepSettings } from "@perennial/contract";
import type { App } from "../kernel/app.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { kindOf, outletsOf } from "./steps/index.ts";
import type { FieldProblem } from "./steps/step.ts";
import { triggerKindOf } from "./triggers/index.ts";

export type Checked = { problems: FieldProblem[]; reads: string[] };

/**
 * Checks a definition against its own shape (every step leads to one that exists, no way back) and against what is
 * there now (segments, templates, stages, fields).
 */
export async function checkDefinition(app: App, tx: Tx, definition: PlaybookDefinition): Promise<Checked> {
  const problems: FieldProblem[] = [];
  const trigger = await triggerKindOf(definition.trigger).check({ app, tx, settings: definition.trigger });
  problems.push(...under("trigger", trigger.problems));
  const ids = new Set<string>();
  for (const [index, step] of definition.steps.entries()) {
    const path = `steps.${index}`;
    if (ids.has(step.id)) problems.push({ path: `${path}.id`, message: `“${step.id}” is used twice` });
    ids.add(step.id);
    const parsed = stepSettings[step.kind].safeParse(step.settings);
    if (!parsed.success) {
      const issues = parsed.error.issues.map((issue) => ({
        path: issue.path.join("."),
        message: issue.message,
      }));
      problems.push(...under(`${path}.settings`, issues));
      continue;
    }
    const settings = parsed.data as never;
    const own = (await kindOf(step.kind).check?.({ app, db: tx, definition, settings })) ?? [];
    problems.push(...under(`${path}.settings`, own), ...checkOutlets(definition, step, path));
  }
  if (!ids.has(definition.first)) {
    problems.push({ path: "first", message: `there is no step “${definition.first}”` });
  }
  if (problems.length === 0 && hasCircle(definition)) {
    problems.push({
      path: "steps",
      message: "the flow comes back to a step it has passed; let it end instead",
    });
  }
  return { problems, reads: trigger.reads };
}

/** @throws Problem `invalid-input` with everything that is wrong */
export function refuseProblems(problems: readonly FieldProblem[]): void {
  if (problems.length === 0) return;
  const detail = problems.map((one) => `${one.path}: ${one.message}`).join("; ");
  throw problem("invalid-input", `This playbook cannot work as it is. ${detail}.`, { fields: problems });
}

function under(path: string, problems: readonly FieldProblem[]): FieldProblem[] {
  return problems.map((one) => ({ path: one.path ? `${path}.${one.path}` : path, message: one.message }));
}

function checkOutlets(definition: PlaybookDefinition, step: PlaybookStep, path: string): FieldProblem[] {
  const outlets = new Set(outletsOf(step).map((outlet) => outlet.key));
  return Object.entries(step.next).flatMap(([outlet, target]) => {
    if (!outlets.has(outlet))
      return [{ path: `${path}.next.${outlet}`, message: "is no way out of this step" }];
    const isThere = target === null || definition.steps.some((one) => one.id === target);
    return isThere ? [] : [{ path: `${path}.next.${outlet}`, message: `there is no step “${target}”` }];
  });
}

function hasCircle(definition: PlaybookDefinition): boolean {
  const byId = new Map(definition.steps.map((step) => [step.id, step]));
  const finished = new Set<string>();
  const onPath = new Set<string>();
  const visit = (id: string): boolean => {
    if (onPath.has(id)) return true;
    const step = byId.get(id);
    if (!step || finished.has(id)) return false;
    onPath.add(id);
    const found = Object.values(step.next).some((next) => next !== null && visit(next));
    onPath.delete(id);
    finished.add(id);
    return found;
  };
  return definition.steps.some((step) => visit(step.id));
}

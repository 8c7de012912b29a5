import { ApiProblem } from "../../api/problem.ts";
import { doWork, type Said, type Undo } from "./do-work.ts";
import type { Workable, WorkVerb } from "./work-verbs.ts";

/** Requests under way at once: many rows are soon done, and others' requests still get through. */
const lanes = 4;

export type Outcome = { undos: NonNullable<Undo>[]; refused: ApiProblem[] };

/** Does one thing to many rows; those refused do not keep the others from being done. */
export async function doTogether(items: readonly Workable[], verb: WorkVerb, said: Said): Promise<Outcome> {
  const waiting = [...items];
  const outcome: Outcome = { undos: [], refused: [] };
  const work = async () => {
    for (let item = waiting.shift(); item; item = waiting.shift()) {
      try {
        const undo = await doWork(item, verb, said);
        if (undo) outcome.undos.push(undo);
      } catch (error) {
        if (!(error instanceof ApiProblem)) throw error;
        outcome.refused.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, work));
  return outcome;
}

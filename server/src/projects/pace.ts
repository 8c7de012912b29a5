export type Pace = "not-started" | "on-track" | "behind" | "stuck" | "done";

export type PaceFacts = {
  status: string;
  startsOn: Temporal.PlainDate;
  targetOn: Temporal.PlainDate | null;
  stuckAfterDays: number;
  openTasks: number;
  /** Earliest due date among open tasks and milestones. */
  nextDueOn: Temporal.PlainDate | null;
  /** When a task was last finished. */
  lastProgressOn: Temporal.PlainDate | null;
};

/**
 * How a project goes, by stated thresholds: `stuck` when nothing was finished for `stuckAfterDays` while there is
 * something to do, `behind` when something or the whole is overdue. Stuck weighs more than behind.
 */
export function paceOf(facts: PaceFacts, today: Temporal.PlainDate): Pace {
  if (facts.status === "complete" || facts.status === "cancelled") return "done";
  const isBefore = (date: Temporal.PlainDate) => Temporal.PlainDate.compare(date, today) < 0;
  if (Temporal.PlainDate.compare(facts.startsOn, today) > 0) return "not-started";
  const lastMove = facts.lastProgressOn ?? facts.startsOn;
  const hasStuck = facts.openTasks > 0 && isBefore(lastMove.add({ days: facts.stuckAfterDays }));
  if (hasStuck) return "stuck";
  const isOverdue = [facts.nextDueOn, facts.targetOn].some((date) => date !== null && isBefore(date));
  if (isOverdue) return "behind";
  return facts.status === "not-started" ? "not-started" : "on-track";
}

/** Finished tasks of those not cancelled, in percent with one decimal; an empty project is at 0. */
export function donePct(done: number, counted: number): number {
  return counted === 0 ? 0 : Math.round((done / counted) * 1000) / 10;
}

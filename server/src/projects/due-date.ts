import type { Due } from "@perennial/contract";

/** The dates that due dates are counted from; null where the project has none. */
export type Anchors = {
  startsOn: Temporal.PlainDate;
  renewalDueOn: Temporal.PlainDate | null;
  /** Due dates of milestones by key. */
  milestones: ReadonlyMap<string, Temporal.PlainDate | null>;
};

/**
 * The calendar date a template's `due` means; null when what it is counted from is not known. A date on a weekend moves
 * back to the Friday before, where the template says so.
 */
export function dueDate(due: Due | undefined, anchors: Anchors): Temporal.PlainDate | null {
  if (!due) return null;
  const anchor = anchorOf(due, anchors);
  if (!anchor) return null;
  const date = anchor.add({ days: due.days });
  return due.skipsWeekends ? date.subtract({ days: Math.max(0, date.dayOfWeek - 5) }) : date;
}

function anchorOf(due: Due, anchors: Anchors): Temporal.PlainDate | null {
  switch (due.from) {
    case "project-start":
      return anchors.startsOn;
    case "renewal-due":
      return anchors.renewalDueOn;
    case "milestone":
      return anchors.milestones.get(due.milestone ?? "") ?? null;
  }
}

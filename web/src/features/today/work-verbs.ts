import type { WorkItem, WorkKind } from "@perennial/contract";

/** What is asked for by a dialog; turning an indicator into something has a dialog of its own. */
export type WorkVerb = "done" | "snooze" | "reassign" | "note";

/** As much of a row as is needed to do something about it. */
export type Workable = Pick<WorkItem, "kind" | "id" | "accountId" | "accountName" | "title" | "ownerId">;

/** What being done means for each kind. */
export const doneWords: Record<WorkKind, string> = {
  indicator: "Address",
  task: "Mark as done",
  risk: "Record a review",
  renewal: "Set the next step",
  conversation: "Close",
  meeting: "Say what came of it",
};

/** A customer who wrote does not wait, and a meeting is moved in the calendar it stands in. */
const cannotWait: readonly WorkKind[] = ["conversation", "meeting"];
/** What is found out at a risk, agreed for a renewal or came of a meeting is said of that one alone. */
const oneByOne: readonly WorkKind[] = ["risk", "renewal", "meeting"];

/** Whether a verb makes sense for a kind. */
function canDo(kind: WorkKind, verb: WorkVerb | "turn"): boolean {
  if (verb === "turn") return kind === "indicator";
  return verb !== "snooze" || !cannotWait.includes(kind);
}

/** Whether a verb can be done to this row now: of a meeting that lies ahead nothing has come yet. */
export function canDoNow(
  { kind, dueOn }: Pick<WorkItem, "kind" | "dueOn">,
  verb: WorkVerb | "turn",
  today: Temporal.PlainDate,
): boolean {
  const liesAhead = kind === "meeting" && dueOn !== null && dueOn > today.toString();
  return canDo(kind, verb) && !(verb === "done" && liesAhead);
}

/** Whether a verb can be done to many rows in one go. */
export function canDoTogether(kind: WorkKind, verb: WorkVerb): boolean {
  return canDo(kind, verb) && !(verb === "done" && oneByOne.includes(kind));
}

/** Where the thing itself is worked on. */
export function hrefOf({ kind, id, accountId }: Pick<WorkItem, "kind" | "id" | "accountId">): string {
  if (kind === "risk") return `/risks/${id}`;
  if (kind === "conversation") return `/conversations/${id}`;
  if (kind === "renewal") return `/renewals/${id}`;
  return `/accounts/${accountId}`;
}

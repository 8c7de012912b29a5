import type { WorkItem, WorkKind } from "@perennial/contract";

export type WorkVerb = "done" | "snooze" | "reassign" | "note" | "hand";

/** What being done means for each kind. */
export const doneWords: Record<WorkKind, string> = {
  indicator: "Address",
  task: "Mark as done",
  risk: "Record a review",
  renewal: "Set the next step",
  conversation: "Close",
};

const cannotWait: readonly WorkKind[] = ["conversation"];

/** Whether a verb makes sense for a kind: an unanswered customer is not put off. */
export function canDo(kind: WorkKind, verb: WorkVerb): boolean {
  return verb !== "snooze" || !cannotWait.includes(kind);
}

/** Where the thing itself is worked on. */
export function hrefOf({ kind, id, accountId }: Pick<WorkItem, "kind" | "id" | "accountId">): string {
  if (kind === "risk") return `/risks/${id}`;
  if (kind === "conversation") return `/conversations/${id}`;
  return `/accounts/${accountId}`;
}

import type { Change, DomainEvent } from "../../kernel/command.ts";
import type { Tx } from "../../kernel/db.ts";
import { contactsByExternalId } from "../resolve-events.ts";
import type { Call, CallOutcome } from "./call.ts";

/** The source of external ids that ingest speaks: the product's own. */
export const appSource = "app";

/** A call that must wait, in the form in which it waits, and for whom. */
export type HeldCall = {
  kind: "event" | "link" | "alias";
  groupRef: string | null;
  userRef: string | null;
  anonymousRef: string | null;
  call: Call;
};
export type Applied = {
  outcomes: CallOutcome[];
  held: { index: number; call: HeldCall }[];
  changes: Change[];
  events: DomainEvent[];
};

/** Whom a call waits for. */
export function refsOf(call: Call): Pick<HeldCall, "groupRef" | "userRef" | "anonymousRef"> {
  return {
    groupRef: call.groupId ?? null,
    userRef: call.userId ?? null,
    anonymousRef: call.anonymousId ?? null,
  };
}

/** The contacts that have these ids in the product. */
export function contactsOfUsers(tx: Tx, userIds: readonly string[]): Promise<Map<string, string>> {
  return contactsByExternalId(tx, [...new Set(userIds)], appSource);
}

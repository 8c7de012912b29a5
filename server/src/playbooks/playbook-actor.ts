import type { Actor } from "../kernel/context.ts";

/** What steps may do, whoever set the playbook up. */
const permissions = new Set([
  "accounts.write",
  "conversations.write",
  "indicators.write",
  "projects.write",
  "renewals.write",
  "tasks.write",
]);

/** A playbook acts in its own name, in history and audit. */
export function playbookActor(playbook: { id: string; name: string }): Actor {
  return { kind: "playbook", id: playbook.id, name: playbook.name, permissions };
}

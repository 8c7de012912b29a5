import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { DomainEvent } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import type { AfterCommand } from "../kernel/slice.ts";
import { definitionOf, type PlaybookRow } from "./definition.sql.ts";
import { endWaits } from "./end-waits.ts";
import { enrol } from "./enrol.ts";
import { readNames } from "./names.ts";
import { stopRunsOf } from "./stop-runs.ts";
import { triggerKindOf, triggerKinds } from "./triggers/index.ts";

/**
 * Follows what a transaction announces, inside it: who begins to match is enrolled, who no longer matches leaves, and
 * an answer ends the waits for it. Nothing is lost between the cause and its effect, however a process ends.
 */
export const followEvents: AfterCommand = async (tx, ctx, { events }, app) => {
  await endWaits(tx, ctx, events);
  for (const kind of triggerKinds) {
    await enrolEntering(app, tx, ctx, await crossings(tx, events, kind.kind, kind.enters, kind.keyOfEvent));
    await stopLeaving(app, tx, ctx, await crossings(tx, events, kind.kind, kind.leaves, kind.keyOfEvent));
  }
};

type Crossing = { playbook: PlaybookRow; accountIds: string[] };

/** The playbooks that these events are about, each with the accounts. */
async function crossings(
  tx: Tx,
  events: readonly DomainEvent[],
  kind: string,
  name: string | undefined,
  keyOfEvent: (event: DomainEvent) => string | null,
): Promise<Crossing[]> {
  const accountsByKey = new Map<string, string[]>();
  for (const event of events) {
    const key = event.name === name ? keyOfEvent(event) : null;
    if (key === null || event.accountId === null) continue;
    const accounts = accountsByKey.get(key);
    if (accounts) accounts.push(event.accountId);
    else accountsByKey.set(key, [event.accountId]);
  }
  if (accountsByKey.size === 0) return [];
  const playbooks = await tx
    .selectFrom("playbooks")
    .selectAll()
    .where("trigger_kind", "=", kind)
    .where("trigger_key", "in", [...accountsByKey.keys()])
    .where("activated_at", "is not", null)
    .orderBy("id")
    .execute();
  return playbooks.map((playbook) => ({
    playbook,
    accountIds: accountsByKey.get(playbook.trigger_key ?? "") ?? [],
  }));
}

async function enrolEntering(app: App, tx: Tx, ctx: Context, crossing: readonly Crossing[]): Promise<void> {
  for (const { playbook, accountIds } of crossing) {
    const definition = await definitionOf(app, tx, playbook);
    const names = await readNames(app, tx);
    const text = triggerKindOf(definition.trigger).because(definition.trigger, names);
    await enrol(app, tx, ctx, playbook, definition, accountIds, { kind: definition.trigger.kind, text });
  }
}

async function stopLeaving(app: App, tx: Tx, ctx: Context, crossing: readonly Crossing[]): Promise<void> {
  for (const { playbook, accountIds } of crossing) {
    const { endsWhenLeft } = await definitionOf(app, tx, playbook);
    if (!endsWhenLeft) continue;
    const which = sql<boolean>`account_id = any(${accountIds}::uuid[])`;
    await stopRunsOf(app, tx, ctx, playbook, which, "The account no longer matches.");
  }
}

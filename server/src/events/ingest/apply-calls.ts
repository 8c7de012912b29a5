import type { App } from "../../kernel/app.ts";
import type { Context } from "../../kernel/context.ts";
import type { Tx } from "../../kernel/db.ts";
import { resolveOwners } from "../resolve-events.ts";
import { type StorableEvent, storeEvents } from "../store-events.ts";
import { type Applied, appSource, refsOf } from "./applied.ts";
import type { Call } from "./call.ts";
import { writeAliases } from "./write-aliases.ts";
import { writeIdentities } from "./write-identities.ts";

/**
 * Does what calls say, set-wise: first who is who (accounts, then contacts and their links), then what happened, so
 * that an event finds the contact that came with it. Messages must have been claimed.
 */
export async function applyCalls(app: App, tx: Tx, ctx: Context, calls: readonly Call[]): Promise<Applied> {
  const applied: Applied = {
    outcomes: calls.map(() => ({ status: "recorded" })),
    held: [],
    changes: [],
    events: [],
  };
  if (calls.some((call) => call.type === "identify" || call.type === "group")) {
    await writeIdentities(app, tx, ctx, calls, applied);
  }
  if (calls.some((call) => call.type === "alias")) await writeAliases(app, tx, ctx, calls, applied);
  await storeHappenings(app, tx, ctx, calls, applied);
  for (const { index } of applied.held) {
    const outcome = applied.outcomes[index];
    if (outcome?.status === "recorded") outcome.status = "held";
  }
  return applied;
}

async function storeHappenings(
  app: App,
  tx: Tx,
  ctx: Context,
  calls: readonly Call[],
  applied: Applied,
): Promise<void> {
  const happenings = calls.flatMap((call, index) => (call.name === undefined ? [] : [{ call, index }]));
  if (happenings.length === 0) return;
  const owners = await resolveOwners(
    tx,
    happenings.map(({ call }) => ({
      account: call.groupId ? { externalId: call.groupId } : null,
      contact: call.userId ? { externalId: call.userId } : null,
    })),
    appSource,
  );
  const storable: StorableEvent[] = [];
  happenings.forEach(({ call, index }, position) => {
    const accountId = owners[position]?.accountId;
    const contactId = owners[position]?.contactId ?? null;
    if (!accountId) {
      applied.held.push({ index, call: { kind: "event", ...refsOf(call), call } });
      return;
    }
    storable.push({
      accountId,
      at: call.at,
      name: call.name ?? "",
      contactId,
      userRef: contactId === null ? call.userId : undefined,
      count: 1,
      properties: call.properties,
      messageId: call.messageId,
      receivedAt: call.receivedAt,
    });
  });
  await storeEvents(app, tx, ctx, storable);
}

import type { App } from "./app.ts";
import type { Change, DomainEvent } from "./command.ts";
import type { Context } from "./context.ts";
import type { Tx } from "./db.ts";
import { appendToFeed } from "./feed.ts";
import { recordAudit, recordHistory } from "./history.ts";
import { announce } from "./live.ts";

/**
 * Records what a transaction did: history, audit, change feed, the slices' hooks, live updates. Commands come here by
 * themselves; the live engine comes here with what it derived (`isDerived`), which is history but no one's deed, so
 * it is not audited.
 */
export async function publish(
  app: App,
  tx: Tx,
  ctx: Context,
  source: string,
  what: { changes: readonly Change[]; events: readonly DomainEvent[]; isDerived?: boolean },
): Promise<void> {
  if (what.changes.length === 0 && what.events.length === 0) return;
  await recordHistory(tx, ctx, source, what.changes);
  if (!what.isDerived) await recordAudit(tx, ctx, source, what.changes, what.events);
  await appendToFeed(tx, ctx, what.events);
  for (const slice of app.slices) await slice.afterCommand?.(tx, ctx, what, app);
  await announce(tx, what.events);
}

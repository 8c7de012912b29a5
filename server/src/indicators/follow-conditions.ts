import { sql } from "kysely";
import { markDirty } from "../engine/index.ts";
import type { Change, DomainEvent } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { publish } from "../kernel/publish.ts";
import type { AfterCommand } from "../kernel/slice.ts";
import { type DefinitionRow, readDefinition } from "./definitions.sql.ts";
import { definitionOfField } from "./indicator-columns.ts";
import { raise } from "./raise.ts";

/** Follows what the live engine finds, inside its transaction: a condition that begins raises, one that ends clears. */
export const followConditions: AfterCommand = async (tx, ctx, { changes, isDerived }, app) => {
  if (!isDerived) return;
  const crossings = changes.flatMap((change) => {
    const slug = change.object === "account" ? definitionOfField(change.field) : null;
    const isCrossing = (change.old === true) !== (change.new === true);
    return slug === null || !isCrossing
      ? []
      : [{ slug, accountId: change.objectId, begins: change.new === true }];
  });
  for (const [slug, own] of Map.groupBy(crossings, (each) => each.slug)) {
    const definition = await readDefinition(tx, slug);
    const beginning = own.filter((each) => each.begins).map((each) => each.accountId);
    const ending = own.filter((each) => !each.begins).map((each) => each.accountId);
    const raised = await raise(app, tx, ctx, definition, beginning);
    const cleared = await clear(tx, ctx, definition, ending);
    await publish(app, tx, ctx, "indicators.follow-conditions", {
      changes: [...raised.changes, ...cleared.changes],
      events: [...raised.events, ...cleared.events],
      isDerived: true,
    });
  }
};

/** Settles what is open of a definition at these accounts, or everywhere, because the condition ended. */
export async function clear(
  tx: Tx,
  ctx: Context,
  definition: DefinitionRow,
  accountIds: readonly string[] | "all",
): Promise<{ changes: Change[]; events: DomainEvent[] }> {
  const isByHandOnly = definition.clears.kind === "addressed" && accountIds !== "all";
  if (isByHandOnly || accountIds.length === 0) return { changes: [], events: [] };
  const within = accountIds === "all" ? sql`true` : sql`account_id = any(${[...accountIds]}::uuid[])`;
  const at = ctx.now.toString();
  const { rows } = await sql<{ id: string; account_id: string }>`
    update indicators set status = 'cleared', settled_at = ${at}::timestamptz, settled_by = ${ctx.actor.name},
           snoozed_until = null, snooze_reason = null, updated_at = ${at}::timestamptz
     where definition = ${definition.slug} and status = 'open' and archived_at is null and ${within}
    returning id, account_id
  `.execute(tx);
  await markDirty(
    tx,
    rows.map((row) => row.account_id),
    ctx.now,
  );
  const refs = rows.map((row) => ({ object: "indicator", objectId: row.id, accountId: row.account_id }));
  return {
    changes: refs.map((ref) => ({ ...ref, field: "status", old: "open", new: "cleared" })),
    events: refs.map((ref) => ({
      ...ref,
      name: "indicator.cleared",
      payload: { name: definition.name, definition: definition.slug },
    })),
  };
}

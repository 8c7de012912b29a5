import type { PlaybookDefinition } from "@perennial/contract";
import { sql } from "kysely";
import { requestPass } from "../engine/index.ts";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { addColumns } from "../objects/index.ts";
import { triggerKindOf } from "./triggers/index.ts";

/** The column of `account_derived` that says of whom a playbook's rule is true. */
export function matchColumn(playbookId: string): string {
  return `p_${playbookId.replaceAll("-", "")}`;
}

/** The node that keeps it true. */
export function matchNode(playbookId: string): string {
  return `playbook:${playbookId}`;
}

/** Makes the column that the live engine watches. */
export async function ensureMatchColumn(tx: Tx, playbookId: string): Promise<void> {
  await addColumns(tx, "account_derived", [{ name: matchColumn(playbookId), type: "boolean" }]);
}

/**
 * Writes who matches at this moment, without announcing anybody: from here on the engine announces who begins to. The
 * pass brings in line what changed while this transaction was under way.
 */
export async function setMatchColumn(
  app: App,
  tx: Tx,
  ctx: Context,
  playbookId: string,
  definition: PlaybookDefinition,
): Promise<void> {
  const { trigger } = definition;
  const holds = await triggerKindOf(trigger).matching({ app, db: tx, ctx, settings: trigger });
  if (!holds) return;
  await sql`
    update account_derived d set ${sql.id(matchColumn(playbookId))} = x.holds
      from (select r.id, coalesce(${holds}, false) as holds
              from accounts r join account_derived r_d on r_d.account_id = r.id) x
     where d.account_id = x.id
  `.execute(tx);
  await requestPass(tx, ctx.now, "a playbook was switched on", [matchNode(playbookId)]);
}

import { randomUUID } from "node:crypto";
import { managerFunction } from "@perennial/contract";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Change } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { enqueue } from "../kernel/jobs/index.ts";
import { notify, sendToSlack } from "../notifications/index.ts";
import { addManager } from "./add-manager.ts";
import { sendAsks } from "./send-asks.ts";

/**
 * Does what a tier asks for when a risk comes to it. From tier 2 on the owner's manager is added and told; at tier 3 open
 * asks go to their departments, and the channel where these meet is told.
 */
export async function actOnTier(
  app: App,
  tx: Tx,
  ctx: Context,
  risk: { id: string; accountId: string },
  tier: string,
): Promise<readonly Change[]> {
  if (tier === "1") return [];
  const added = await addManager(tx, risk);
  const { rows } = await sql<{ summary: string; account: string; manager_id: string | null }>`
    select r.summary, a.name as account, r.drivers ->> ${managerFunction} as manager_id
      from risks r join accounts a on a.id = r.account_id
     where r.account_id = ${risk.accountId} and r.id = ${risk.id}
  `.execute(tx);
  const row = rows[0];
  if (!row) return added;
  const title = `${row.account}: risk at tier ${tier}`;
  const href = `/risks/${risk.id}`;
  if (row.manager_id !== null) {
    const cause = `risk-tier:${risk.id}:${tier}:${ctx.now}`;
    await notify(app, tx, ctx, [
      { teammateId: row.manager_id, kind: "risk", cause, title, body: row.summary, href },
    ]);
  }
  if (tier !== "3") return added;
  const { asks, changes } = await sendAsks(app, tx, ctx, { ...risk, account: row.account });
  const asked = asks.map(({ department, request }) => `• ${department}: ${request}`);
  const parts = [
    title,
    row.summary,
    ...(asked.length > 0 ? [asked.join("\n")] : []),
    app.settings.publicUrl + href,
  ];
  await enqueue(tx, sendToSlack, { to: { kind: "channel" }, key: randomUUID(), text: parts.join("\n\n") });
  return [...added, ...changes];
}

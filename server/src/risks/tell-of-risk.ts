import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { enqueue } from "../kernel/jobs/index.ts";
import { notify, sendToSlack } from "../notifications/index.ts";
import type { WriteArguments } from "../objects/index.ts";

/** Tells the owner of a risk that is made for them or given to them; at higher tiers, who helps. */
export async function tellOfRisk({ app, tx, ctx, writes }: WriteArguments): Promise<void> {
  for (const { id, accountId, before, after, isNew } of writes) {
    const isGiven = after.ownerId !== (before.ownerId ?? null);
    if (typeof after.ownerId === "string" && isGiven) {
      await notify(app, tx, ctx, [
        {
          teammateId: after.ownerId,
          kind: "risk",
          cause: `risk-given:${id}:${ctx.now}`,
          title: `You own a risk: ${String(after.summary)}`,
          href: `/risks/${id}`,
        },
      ]);
    }
    if (isNew && accountId !== null) await tellOfTier(app, tx, ctx, { id, accountId }, String(after.tier));
  }
}

/** From tier 2 on the owner's manager is told; at tier 3 also the channel where departments meet. */
export async function tellOfTier(
  app: App,
  tx: Tx,
  ctx: Context,
  risk: { id: string; accountId: string },
  tier: string,
): Promise<void> {
  if (tier === "1") return;
  const { rows } = await sql<{ summary: string; account: string; manager_id: string | null }>`
    select r.summary, a.name as account, t.manager_id
      from risks r join accounts a on a.id = r.account_id left join teammates t on t.id = r.owner_id
     where r.account_id = ${risk.accountId} and r.id = ${risk.id}
  `.execute(tx);
  const row = rows[0];
  if (!row) return;
  const title = `${row.account}: risk at tier ${tier}`;
  if (row.manager_id !== null) {
    await notify(app, tx, ctx, [
      {
        teammateId: row.manager_id,
        kind: "risk",
        cause: `risk-tier:${risk.id}:${tier}:${ctx.now}`,
        title,
        body: row.summary,
        href: `/risks/${risk.id}`,
      },
    ]);
  }
  if (tier === "3") {
    const text = `${title}\n\n${row.summary}\n\n${app.settings.publicUrl}/risks/${risk.id}`;
    await enqueue(tx, sendToSlack, { to: { kind: "channel" }, key: randomUUID(), text });
  }
}

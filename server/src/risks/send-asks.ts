import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Change } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { notify } from "../notifications/index.ts";

type SentAsk = {
  id: string;
  department: string;
  request: string;
  due_on: string | null;
  owner_id: string | null;
  was_given: boolean;
};

/**
 * Sends the open asks of a risk that came to tier 3 to their departments: an ask that names nobody is given to the
 * department's lead, and everybody asked is told once more. Returns them, for whoever tells the channel.
 */
export async function sendAsks(
  app: App,
  tx: Tx,
  ctx: Context,
  risk: { id: string; accountId: string; account: string },
): Promise<{ asks: readonly SentAsk[]; changes: readonly Change[] }> {
  const { rows } = await sql<SentAsk>`
    update risk_asks k
       set owner_id = coalesce(k.owner_id, l.id),
           updated_at = case when k.owner_id is null and l.id is not null then ${ctx.now.toString()}::timestamptz
                             else k.updated_at end
      from risk_asks was
      left join risk_departments d on d.name = was.department
      left join teammates l on l.id = d.lead_id and l.archived_at is null
     where k.account_id = ${risk.accountId} and k.risk_id = ${risk.id} and k.status = 'open'
       and was.account_id = k.account_id and was.id = k.id
    returning k.id, k.department, k.request, k.due_on, k.owner_id, was.owner_id is distinct from k.owner_id as was_given
  `.execute(tx);
  await notify(
    app,
    tx,
    ctx,
    rows.flatMap(({ id, department, request, due_on, owner_id }) =>
      owner_id === null
        ? []
        : [
            {
              teammateId: owner_id,
              kind: "risk" as const,
              cause: `risk-ask:${id}:${ctx.now}`,
              title: `${risk.account}: ${department} is asked, and the risk is at tier 3`,
              body: due_on ? `${request} (until ${due_on})` : request,
              href: `/risks/${risk.id}`,
            },
          ],
    ),
  );
  const changes = rows
    .filter((row) => row.was_given)
    .map((row) => ({
      object: "risk-ask",
      objectId: row.id,
      accountId: risk.accountId,
      field: "ownerId",
      old: null,
      new: row.owner_id,
    }));
  return { asks: rows, changes };
}

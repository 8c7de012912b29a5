import { managerFunction } from "@perennial/contract";
import { sql } from "kysely";
import type { Change } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";

/** Adds the owner's manager to those who drive a risk, unless somebody stands in that place already. */
export async function addManager(tx: Tx, risk: { id: string; accountId: string }): Promise<Change[]> {
  const { rows } = await sql<{ old: Record<string, string>; new: Record<string, string> }>`
    update risks r set drivers = r.drivers || jsonb_build_object(${managerFunction}::text, m.id)
      from risks was
      join teammates t on t.id = was.owner_id
      join teammates m on m.id = t.manager_id and m.archived_at is null
     where r.account_id = ${risk.accountId} and r.id = ${risk.id}
       and was.account_id = r.account_id and was.id = r.id and not r.drivers ? ${managerFunction}
    returning was.drivers as old, r.drivers as new
  `.execute(tx);
  const ref = { object: "risk", objectId: risk.id, accountId: risk.accountId };
  return rows.map((row) => ({ ...ref, field: "drivers", old: row.old, new: row.new }));
}

import { putRiskDepartments as putEndpoint, type RiskDepartment } from "@perennial/contract";
import { sql } from "kysely";
import { command } from "../kernel/command.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";

/** The departments that drive risks and are asked for help, in order; a lead who left the company leads no more. */
export async function readDepartments(db: Db | Tx): Promise<RiskDepartment[]> {
  const { rows } = await sql<RiskDepartment>`
    select d.name, t.id as "leadId"
      from risk_departments d left join teammates t on t.id = d.lead_id and t.archived_at is null
     order by d.position
  `.execute(db);
  return rows;
}

/** Replaces the list; asks and risks keep the names of departments that are left out. */
export const replaceDepartments = command({
  name: "risk-departments.replace",
  permission: "risks.configure",
  input: putEndpoint.body,
  async run({ tx, input: { items } }) {
    if (new Set(items.map(({ name }) => name)).size < items.length)
      throw problem("invalid-input", "Each department may stand in the list once.");
    const leads = items.flatMap(({ leadId }) => leadId ?? []);
    const found =
      leads.length === 0
        ? []
        : await tx
            .selectFrom("teammates")
            .select("id")
            .where("id", "in", leads)
            .where("archived_at", "is", null)
            .execute();
    const known = new Set(found.map(({ id }) => id));
    const fields = items.flatMap(({ leadId }, at) =>
      leadId === null || known.has(leadId)
        ? []
        : [{ path: `items[${at}].leadId`, message: "is not one of your teammates" }],
    );
    if (fields.length > 0) throw problem("invalid-input", "A lead is not known.", { fields });
    await tx.deleteFrom("risk_departments").execute();
    const rows = items.map(({ name, leadId }, position) => ({ name, position, lead_id: leadId }));
    await tx.insertInto("risk_departments").values(rows).execute();
    const event = { object: "risk-department", objectId: null, accountId: null, payload: { items } };
    return { result: items, events: [{ ...event, name: "risk-department.list-replaced" }] };
  },
});

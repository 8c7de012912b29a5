import { sql } from "kysely";
import { z } from "zod";
import { instantOfMoment } from "../kernel/calendar.ts";
import type { Json } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";
import { catalogOf } from "../objects/index.ts";

const mostChanges = 1000;
type Row = {
  id: string;
  at: string;
  field: string;
  old: Json;
  new: Json;
  command: string;
  kind: string;
  actor_id: string;
  actor_name: string;
};

/** Every change of a renewal's fields, newest first, with who made it; of an earlier day, those made by then. */
export const readRenewalHistory = query({
  name: "renewals.history",
  permission: "renewals.read",
  input: z.object({ id: z.uuid(), asOf: z.string().optional() }),
  async run({ app, db, ctx, input }) {
    const until = input.asOf === undefined ? ctx.now : instantOfMoment(input.asOf, ctx.timeZone);
    const { rows: found } = await sql<{ account_id: string }>`
      select account_id from renewals where id = ${input.id}
    `.execute(db);
    const [renewal] = found;
    if (!renewal) throw problem("not-found", `There is no renewal with the id ${input.id}.`);
    const fields = (await catalogOf(app)).fieldsOf("renewal");
    const { rows } = await sql<Row>`
      select id, at, field, old, new, command, actor_kind as kind, actor_id, actor_name from history
       where account_id = ${renewal.account_id} and object = 'renewal' and object_id = ${input.id} and field <> 'contractId' and at <= ${until.toString()}::timestamptz
       order by at desc, id desc limit ${mostChanges}
    `.execute(db);
    return rows.map((row) => ({
      id: row.id,
      at: row.at,
      field: row.field,
      label: fields.get(row.field)?.label ?? row.field,
      old: row.old,
      new: row.new,
      command: row.command,
      by: { kind: row.kind, id: row.actor_id, name: row.actor_name },
    }));
  },
});

import { putRenewalCheckpoint } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import { z } from "zod";
import { command } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { changesBetween } from "../kernel/history.ts";
import { query } from "../kernel/query.ts";
import { isPast } from "../objects/index.ts";
import { renewalEvent } from "./store-renewals.ts";
import { daysLate } from "./timing.ts";

type Checkpoint = {
  dueOn: string;
  kind: "before-expiry" | "anniversary";
  automatedCall: string | null;
  csmCall: string | null;
  finalCall: string | null;
  decidedBy: string | null;
  decidedAt: string | null;
  note: string | null;
};

const calls = sql`
  c.csm_call as "csmCall", c.final_call as "finalCall", c.decided_by as "decidedBy", c.decided_at as "decidedAt", c.note`;

/** What had been called by an instant, and by whom last: the renewal's history keeps every call. */
function callsBy(asOf: Temporal.Instant): RawBuilder<unknown> {
  const lastOf = (wanted: RawBuilder<unknown>, fields: RawBuilder<unknown>) => sql`(
    select ${wanted} from history h
     where h.account_id = c.account_id and h.object = 'renewal' and h.object_id = c.renewal_id and ${fields}
       and h.at <= ${asOf.toString()}::timestamptz
     order by h.at desc, h.id desc limit 1)`;
  const call = (field: string) =>
    lastOf(sql`h.new #>> '{}'`, sql`h.field = 'checkpoint.' || c.due_on || ${`.${field}`}`);
  const any = sql`starts_with(h.field, 'checkpoint.' || c.due_on || '.')`;
  return sql`
    ${call("csmCall")} as "csmCall", ${call("finalCall")} as "finalCall", ${call("note")} as note,
    ${lastOf(sql`case when h.actor_kind = 'teammate' then h.actor_id end`, any)} as "decidedBy", ${lastOf(sql`h.at`, any)} as "decidedAt"`;
}

/**
 * The checkpoints of a renewal. The automated call is the model's likelihood as it stood at the end of that day, in words; none where
 * the day is to come, or the model had not judged it then.
 */
async function readCheckpoints(db: Db | Tx, ctx: Context, renewalId: string): Promise<Checkpoint[]> {
  const { rows } = await sql<Checkpoint>`
    select c.due_on as "dueOn", c.kind, (
             select case when s.likelihood_model >= 0.75 then 'renews' when s.likelihood_model >= 0.4 then 'at risk' else 'churns' end
                    || ' (' || round(100 * s.likelihood_model) || ' %)'
               from renewal_states s
              where s.account_id = c.account_id and s.renewal_id = c.renewal_id and s.likelihood_model is not null
                and c.due_on <= ${ctx.today.toString()}::date
                and s.from_at < ((c.due_on + 1)::timestamp at time zone ${ctx.timeZone})
                and s.to_at >= ((c.due_on + 1)::timestamp at time zone ${ctx.timeZone})
              limit 1) as "automatedCall", ${isPast(ctx) ? callsBy(ctx.asOf) : calls}
      from renewals r
      join renewal_checkpoints c on c.account_id = r.account_id and c.renewal_id = r.id
     where r.id = ${renewalId} order by c.due_on
  `.execute(db);
  return rows;
}

export const listCheckpoints = query({
  name: "renewals.checkpoints",
  permission: "renewals.read",
  input: z.object({ id: z.uuid() }),
  run: ({ db, ctx, input }) => readCheckpoints(db, ctx, input.id),
});

/** From this many days before expiry on, waiting is no decision. */
const decisionDays = 90;

/** Records the calls made at a checkpoint. @throws Problem `invalid-input` when it only monitors at 90 days or later */
export const recordCheckpoint = command({
  name: "renewals.record-checkpoint",
  permission: "renewals.write",
  input: putRenewalCheckpoint.body.extend({ id: z.uuid(), dueOn: z.iso.date() }),
  async run({ tx, ctx, input }) {
    const { rows } = await sql<{
      account_id: string;
      expiry: string;
      csm_call: string | null;
      final_call: string | null;
      note: string | null;
    }>`
      select r.account_id, r.due_on as expiry, c.csm_call, c.final_call, c.note
        from renewals r
        join renewal_checkpoints c on c.account_id = r.account_id and c.renewal_id = r.id
       where r.id = ${input.id} and c.due_on = ${input.dueOn}::date for update of c
    `.execute(tx);
    const standing = rows[0];
    if (!standing) throw problem("not-found", `This renewal has no checkpoint on ${input.dueOn}.`);
    const daysLeft = -daysLate(
      Temporal.PlainDate.from(standing.expiry),
      Temporal.PlainDate.from(input.dueOn),
    );
    if (daysLeft <= decisionDays && input.finalCall?.trim().toLowerCase() === "monitor") {
      throw problem(
        "invalid-input",
        "From 90 days before expiry on a decision is needed: monitor is no longer allowed.",
        {
          fields: [{ path: "finalCall", message: "monitor is no longer allowed" }],
        },
      );
    }
    const before = { csmCall: standing.csm_call, finalCall: standing.final_call, note: standing.note };
    const pick = (given: string | null | undefined, stored: string | null) =>
      given === undefined ? stored : given;
    const after = {
      csmCall: pick(input.csmCall, before.csmCall),
      finalCall: pick(input.finalCall, before.finalCall),
      note: pick(input.note, before.note),
    };
    const decider =
      ctx.actor.kind === "teammate" && z.uuid().safeParse(ctx.actor.id).success ? ctx.actor.id : null;
    await sql`
      update renewal_checkpoints
         set csm_call = ${after.csmCall}, final_call = ${after.finalCall}, note = ${after.note},
             decided_by = ${decider}, decided_at = ${ctx.now.toString()}::timestamptz
       where account_id = ${standing.account_id} and renewal_id = ${input.id} and due_on = ${input.dueOn}::date
    `.execute(tx);
    const ref = { id: input.id, accountId: standing.account_id };
    const named = (calls: typeof before) =>
      Object.fromEntries(
        Object.entries(calls).map(([key, value]) => [`checkpoint.${input.dueOn}.${key}`, value]),
      );
    return {
      result: await readCheckpoints(tx, ctx, input.id),
      changes: changesBetween("renewal", ref, named(before), named(after)),
      events: [
        renewalEvent(ref, "renewal.checkpoint-recorded", { dueOn: input.dueOn, finalCall: after.finalCall }),
      ],
    };
  },
});

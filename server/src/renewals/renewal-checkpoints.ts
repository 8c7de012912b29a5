import { putRenewalCheckpoint } from "@perennial/contract";
import { sql } from "kysely";
import { z } from "zod";
import { command } from "../kernel/command.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { changesBetween } from "../kernel/history.ts";
import { query } from "../kernel/query.ts";
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

async function readCheckpoints(db: Db | Tx, renewalId: string): Promise<Checkpoint[]> {
  const { rows } = await sql<Checkpoint>`
    select c.due_on as "dueOn", c.kind, c.automated_call as "automatedCall", c.csm_call as "csmCall",
           c.final_call as "finalCall", c.decided_by as "decidedBy", c.decided_at as "decidedAt", c.note
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
  run: ({ db, input }) => readCheckpoints(db, input.id),
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
      result: await readCheckpoints(tx, input.id),
      changes: changesBetween("renewal", ref, named(before), named(after)),
      events: [
        renewalEvent(ref, "renewal.checkpoint-recorded", { dueOn: input.dueOn, finalCall: after.finalCall }),
      ],
    };
  },
});

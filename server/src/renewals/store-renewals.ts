import { sql } from "kysely";
import { anniversaries, type Recorded } from "../contracts/index.ts";
import type { Change, DomainEvent, Json } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { changesBetween } from "../kernel/history.ts";
import { newId } from "../kernel/ids.ts";
import type { OpenRenewal, TermContract, TermFields } from "./plan-term.ts";
import type { RenewalPolicy } from "./renewal-policies.ts";

type Ref = { readonly id: string; readonly accountId: string };
type Created = {
  readonly contract: TermContract;
  readonly fields: TermFields;
  readonly policy: RenewalPolicy;
};

/**
 * Makes the renewals of terms, in one statement. Where one of that contract and term is there already (another worker's, or
 * one withdrawn before) no second is made: a withdrawn one comes back, any other stays as it is.
 */
export async function createRenewals(tx: Tx, ctx: Context, creates: readonly Created[]): Promise<Recorded> {
  if (creates.length === 0) return { changes: [], events: [] };
  const at = ctx.now.toString();
  const byId = new Map(creates.map((one) => [newId(ctx.now), one]));
  const input = [...byId].map(([id, { contract, fields }]) => ({
    ...fields,
    id,
    accountId: contract.accountId,
    contractId: contract.id,
    isImplied: contract.isImplied,
  }));
  const { rows } = await sql<{ id: string; account_id: string }>`
    insert into renewals as r (account_id, id, contract_id, term_starts_on, term_ends_on, due_on, notice_deadline_on,
                               currency, target_arr, owner_id, is_implied, stage, created_at, updated_at)
    select "accountId", id, "contractId", "termStartsOn", "termEndsOn", "dueOn", "noticeDeadlineOn", currency, "targetArr",
           "ownerId", "isImplied", (select slug from renewal_stages where kind = 'open' and archived_at is null order by position limit 1),
           ${at}::timestamptz, ${at}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(input)}::jsonb) as i (
        "accountId" uuid, id uuid, "contractId" uuid, "termStartsOn" date, "termEndsOn" date, "dueOn" date,
        "noticeDeadlineOn" date, currency text, "targetArr" numeric, "ownerId" uuid, "isImplied" boolean)
    on conflict (account_id, contract_id, term_ends_on) do update
       set archived_at = null, target_arr = excluded.target_arr, updated_at = excluded.updated_at
     where r.archived_at is not null and r.outcome is null
    returning r.id, r.account_id
  `.execute(tx);
  const changes: Change[] = [];
  const events: DomainEvent[] = [];
  const checkpoints: CheckpointsOf[] = [];
  for (const row of rows) {
    const ref = { id: row.id, accountId: row.account_id };
    const made = byId.get(row.id);
    if (!made) {
      events.push(renewalEvent(ref, "renewal.restored"));
      continue;
    }
    const { contract, fields, policy } = made;
    changes.push(...changesBetween("renewal", ref, {}, { ...fields, contractId: contract.id }));
    events.push(renewalEvent(ref, "renewal.created", { dueOn: fields.dueOn, targetArr: fields.targetArr }));
    checkpoints.push({ ref, dueOn: fields.dueOn, termStartsOn: fields.termStartsOn, policy });
  }
  await resetCheckpoints(tx, checkpoints);
  return { changes, events };
}

export type Amended = {
  readonly contract: TermContract;
  readonly open: OpenRenewal;
  readonly fields: Partial<TermFields>;
  readonly policy: RenewalPolicy;
};

/** Brings open renewals into line with their contracts; where another one has that term already, it stays as it is. */
export async function amendRenewals(tx: Tx, ctx: Context, amends: readonly Amended[]): Promise<Recorded> {
  if (amends.length === 0) return { changes: [], events: [] };
  const input = amends.map(({ contract, open, fields }) => ({
    ...open,
    ...fields,
    accountId: contract.accountId,
    contractId: contract.id,
  }));
  const { rows } = await sql<{ id: string }>`
    update renewals r
       set term_starts_on = i."termStartsOn", term_ends_on = i."termEndsOn", due_on = i."dueOn",
           notice_deadline_on = i."noticeDeadlineOn", currency = i.currency, target_arr = i."targetArr",
           owner_id = i."ownerId", updated_at = ${ctx.now.toString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(input)}::jsonb) as i (
        "accountId" uuid, id uuid, "contractId" uuid, "termStartsOn" date, "termEndsOn" date, "dueOn" date,
        "noticeDeadlineOn" date, currency text, "targetArr" numeric, "ownerId" uuid)
     where r.account_id = i."accountId" and r.id = i.id
       and not exists (select from renewals o
                        where o.account_id = i."accountId" and o.contract_id = i."contractId" and o.id <> i.id
                          and o.term_ends_on = i."termEndsOn")
    returning r.id
  `.execute(tx);
  const written = new Set(rows.map((row) => row.id));
  const amended = amends.filter(({ open }) => written.has(open.id));
  await resetCheckpoints(
    tx,
    amended.flatMap(({ contract, open, fields, policy }) => {
      const ref = { id: open.id, accountId: contract.accountId };
      return fields.dueOn ? [{ ref, dueOn: fields.dueOn, termStartsOn: contract.termStartsOn, policy }] : [];
    }),
  );
  return {
    changes: amended.flatMap(({ contract, open, fields }) => {
      const names = Object.keys(fields) as (keyof TermFields)[];
      const before = Object.fromEntries(names.map((name): [string, Json] => [name, open[name]]));
      const ref = { id: open.id, accountId: contract.accountId };
      return changesBetween("renewal", ref, before, fields as Record<string, Json>);
    }),
    events: amended.map(({ contract, open, fields }) =>
      renewalEvent({ id: open.id, accountId: contract.accountId }, "renewal.amended", {
        fields: Object.keys(fields),
      }),
    ),
  };
}

/** Takes an open renewal away that its contract no longer asks for. It comes back if the contract does. */
export async function withdrawRenewal(tx: Tx, ctx: Context, ref: Ref): Promise<Recorded> {
  const at = ctx.now.toString();
  await sql`
    update renewals set archived_at = ${at}::timestamptz, updated_at = ${at}::timestamptz
     where account_id = ${ref.accountId} and id = ${ref.id}
  `.execute(tx);
  const change: Change = {
    object: "renewal",
    objectId: ref.id,
    accountId: ref.accountId,
    field: "archivedAt",
    old: null,
    new: at,
  };
  return { changes: [change], events: [renewalEvent(ref, "renewal.withdrawn")] };
}

/** Moves a contract to its current term. */
export async function setTerm(
  tx: Tx,
  ctx: Context,
  contract: Ref,
  before: { readonly termStartsOn: string | null; readonly termEndsOn: string | null },
  after: { readonly termStartsOn: string | null; readonly termEndsOn: string | null },
): Promise<Recorded> {
  await sql`
    update contracts set term_starts_on = ${after.termStartsOn}::date, term_ends_on = ${after.termEndsOn}::date,
                         updated_at = ${ctx.now.toString()}::timestamptz
     where account_id = ${contract.accountId} and id = ${contract.id}
  `.execute(tx);
  return {
    changes: changesBetween("contract", contract, before, after),
    events: [
      { name: "contract.updated", object: "contract", objectId: contract.id, accountId: contract.accountId },
    ],
  };
}

type CheckpointsOf = { ref: Ref; dueOn: string; termStartsOn: string; policy: RenewalPolicy };

/**
 * The checkpoints of renewals: days before expiry by policy, and the anniversaries of a longer term. Those at which
 * somebody has made a call stay.
 */
async function resetCheckpoints(tx: Tx, all: readonly CheckpointsOf[]): Promise<void> {
  if (all.length === 0) return;
  const rows = all.flatMap(({ ref, dueOn, termStartsOn, policy }) => {
    const due = Temporal.PlainDate.from(dueOn);
    const before = policy.checkpointDays.map((days) => ({
      on: due.subtract({ days }),
      kind: "before-expiry",
    }));
    const yearly = anniversaries({ startsOn: Temporal.PlainDate.from(termStartsOn), endsOn: due });
    return [...before, ...yearly.map((on) => ({ on, kind: "anniversary" }))].map(({ on, kind }) => ({
      account_id: ref.accountId,
      renewal_id: ref.id,
      due_on: on.toString(),
      kind,
    }));
  });
  await sql`
    delete from renewal_checkpoints
     where account_id = any(${all.map(({ ref }) => ref.accountId)}::uuid[])
       and renewal_id = any(${all.map(({ ref }) => ref.id)}::uuid[]) and csm_call is null and final_call is null
  `.execute(tx);
  await sql`
    insert into renewal_checkpoints (account_id, renewal_id, due_on, kind)
    select account_id, renewal_id, due_on, kind
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (account_id uuid, renewal_id uuid, due_on date, kind text)
    on conflict do nothing
  `.execute(tx);
}

export const renewalEvent = (ref: Ref, name: string, payload: { [key: string]: Json } = {}): DomainEvent => ({
  name,
  object: "renewal",
  objectId: ref.id,
  accountId: ref.accountId,
  payload,
});

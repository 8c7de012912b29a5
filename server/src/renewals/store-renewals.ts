import { sql } from "kysely";
import { anniversaries, type Recorded } from "../contracts/index.ts";
import type { Change, DomainEvent, Json } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { changesBetween } from "../kernel/history.ts";
import { newId } from "../kernel/ids.ts";
import type { TermContract, TermFields } from "./plan-term.ts";
import type { RenewalPolicy } from "./renewal-policies.ts";

type Ref = { readonly id: string; readonly accountId: string };
type Created = {
  readonly contract: TermContract;
  readonly fields: TermFields;
  readonly policy: RenewalPolicy;
};

/**
 * Makes the renewal of a term. Where one of that contract and term is there already (another worker's, or one withdrawn
 * before) no second is made: a withdrawn one comes back, any other stays as it is.
 */
export async function createRenewal(
  tx: Tx,
  ctx: Context,
  { contract, fields, policy }: Created,
): Promise<Recorded> {
  const at = ctx.now.toString();
  const id = newId(ctx.now);
  const { rows } = await sql<{ id: string; was_archived: boolean }>`
    insert into renewals as r (account_id, id, contract_id, term_starts_on, term_ends_on, due_on, notice_deadline_on,
                               currency, target_arr, owner_id, stage, is_implied, created_at, updated_at)
    values (${contract.accountId}, ${id}, ${contract.id}, ${fields.termStartsOn}::date, ${fields.termEndsOn}::date,
            ${fields.dueOn}::date, ${fields.noticeDeadlineOn}::date, ${fields.currency}, ${fields.targetArr}::numeric,
            ${fields.ownerId}, (select slug from renewal_stages where kind = 'open' order by position limit 1),
            ${contract.isImplied}, ${at}::timestamptz, ${at}::timestamptz)
    on conflict (account_id, contract_id, term_ends_on) do update
       set archived_at = null, target_arr = excluded.target_arr, updated_at = excluded.updated_at
     where r.archived_at is not null and r.outcome is null
    returning r.id, r.id <> ${id} as was_archived
  `.execute(tx);
  const made = rows[0];
  if (!made) return { changes: [], events: [] };
  const ref = { id: made.id, accountId: contract.accountId };
  if (made.was_archived) return { changes: [], events: [renewalEvent(ref, "renewal.restored")] };
  await resetCheckpoints(tx, ref, fields, policy);
  return {
    changes: changesBetween("renewal", ref, {}, { ...fields, contractId: contract.id }),
    events: [renewalEvent(ref, "renewal.created", { dueOn: fields.dueOn, targetArr: fields.targetArr })],
  };
}

const columnOf: Record<keyof TermFields, string> = {
  termStartsOn: "term_starts_on",
  termEndsOn: "term_ends_on",
  dueOn: "due_on",
  noticeDeadlineOn: "notice_deadline_on",
  currency: "currency",
  targetArr: "target_arr",
  ownerId: "owner_id",
};

/** Brings an open renewal into line with its contract; one with that term may be there already, then it stays. */
export async function amendRenewal(
  tx: Tx,
  ctx: Context,
  ref: Ref,
  before: Readonly<Partial<Record<keyof TermFields, string | null>>>,
  fields: Partial<TermFields>,
): Promise<Recorded> {
  const names = Object.keys(fields) as (keyof TermFields)[];
  const assignments = names.map((name) => sql`${sql.id(columnOf[name])} = ${fields[name] ?? null}`);
  const isTaken = await sql`
    select 1 from renewals r join renewals o on o.account_id = r.account_id and o.contract_id = r.contract_id
     where r.account_id = ${ref.accountId} and r.id = ${ref.id} and o.id <> r.id
       and o.term_ends_on = ${fields.termEndsOn ?? null}::date
  `.execute(tx);
  if (isTaken.rows.length > 0) return { changes: [], events: [] };
  await sql`
    update renewals set ${sql.join(assignments)}, updated_at = ${ctx.now.toString()}::timestamptz
     where account_id = ${ref.accountId} and id = ${ref.id}
  `.execute(tx);
  const old = Object.fromEntries(names.map((name): [string, Json] => [name, before[name] ?? null]));
  return {
    changes: changesBetween("renewal", ref, old, fields as Record<string, Json>),
    events: [renewalEvent(ref, "renewal.amended", { fields: names })],
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

/**
 * The checkpoints of a renewal: days before expiry by its policy, and the anniversaries of a longer term. Those at which
 * somebody has made a call stay.
 */
export async function resetCheckpoints(
  tx: Tx,
  ref: Ref,
  fields: Pick<TermFields, "dueOn" | "termStartsOn">,
  policy: RenewalPolicy,
): Promise<void> {
  await sql`
    delete from renewal_checkpoints
     where account_id = ${ref.accountId} and renewal_id = ${ref.id} and csm_call is null and final_call is null
  `.execute(tx);
  const due = Temporal.PlainDate.from(fields.dueOn);
  const before = policy.checkpointDays.map((days) => ({
    due_on: due.subtract({ days }).toString(),
    kind: "before-expiry",
  }));
  const yearly = anniversaries({ startsOn: Temporal.PlainDate.from(fields.termStartsOn), endsOn: due }).map(
    (date) => ({
      due_on: date.toString(),
      kind: "anniversary",
    }),
  );
  const rows = [...before, ...yearly];
  if (rows.length === 0) return;
  await sql`
    insert into renewal_checkpoints (account_id, renewal_id, due_on, kind)
    select ${ref.accountId}, ${ref.id}, due_on, kind
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (due_on date, kind text)
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

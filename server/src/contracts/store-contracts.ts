import { sql } from "kysely";
import type { Change, DomainEvent, Json } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { newId } from "../kernel/ids.ts";
import type { Recorded } from "./store-lines.ts";

/** The fields of a contract that Perennial itself writes. */
export type ContractState = {
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly termStartsOn: string | null;
  readonly termEndsOn: string | null;
  readonly autoRenews: boolean;
  readonly renewalTermMonths: number | null;
  readonly isArchived: boolean;
};

export type ImpliedContractWrite = ContractState & {
  readonly accountId: string;
  readonly impliedKey: string;
  /** As it stands; null where it is to be made. */
  readonly before: (ContractState & { readonly id: string }) | null;
};

/**
 * Makes and changes implied contracts in one statement. One that another worker made at the same moment (same account and
 * key) is taken as it is. @returns their ids, in order
 */
export async function storeImpliedContracts(
  tx: Tx,
  ctx: Context,
  writes: readonly ImpliedContractWrite[],
): Promise<Recorded & { ids: string[] }> {
  const differing = writes.filter((write) => write.before === null || differences(write).length > 0);
  const stored = await upsertImplied(tx, ctx, differing);
  const changes: Change[] = [];
  const events: DomainEvent[] = [];
  for (const write of differing) {
    const objectId = stored.get(keyOf(write)) ?? "";
    const ref = { object: "contract", objectId, accountId: write.accountId };
    changes.push(...differences(write).map(([field, old, now]) => ({ ...ref, field, old, new: now })));
    events.push({ ...ref, name: write.before ? "contract.updated" : "contract.created" });
  }
  return { ids: writes.map((write) => stored.get(keyOf(write)) ?? write.before?.id ?? ""), changes, events };
}

const keyOf = (write: { accountId: string; impliedKey: string }): string =>
  `${write.accountId} ${write.impliedKey}`;

async function upsertImplied(
  tx: Tx,
  ctx: Context,
  writes: readonly ImpliedContractWrite[],
): Promise<Map<string, string>> {
  if (writes.length === 0) return new Map();
  const at = ctx.now.toString();
  const input = writes.map(({ before, isArchived: _, ...write }) => ({
    ...write,
    id: before?.id ?? newId(ctx.now),
  }));
  const { rows } = await sql<{ account_id: string; id: string; implied_key: string }>`
    insert into contracts as c (account_id, id, starts_on, ends_on, term_starts_on, term_ends_on, auto_renews,
                                renewal_term_months, is_implied, implied_key, created_at, updated_at)
    select "accountId", id, "startsOn", "endsOn", "termStartsOn", "termEndsOn", "autoRenews", "renewalTermMonths", true,
           "impliedKey", ${at}::timestamptz, ${at}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(input)}::jsonb) as r (
        "accountId" uuid, id uuid, "startsOn" date, "endsOn" date, "termStartsOn" date, "termEndsOn" date,
        "autoRenews" boolean, "renewalTermMonths" integer, "impliedKey" text)
    on conflict (account_id, implied_key) do update
       set starts_on = excluded.starts_on, ends_on = excluded.ends_on, term_starts_on = excluded.term_starts_on,
           term_ends_on = excluded.term_ends_on, auto_renews = excluded.auto_renews,
           renewal_term_months = excluded.renewal_term_months, updated_at = excluded.updated_at, archived_at = null
    returning c.account_id, c.id, c.implied_key
  `.execute(tx);
  return new Map(
    rows.map((row) => [keyOf({ accountId: row.account_id, impliedKey: row.implied_key }), row.id]),
  );
}

function differences(write: ImpliedContractWrite): [string, Json, Json][] {
  const fields = [
    "startsOn",
    "endsOn",
    "termStartsOn",
    "termEndsOn",
    "autoRenews",
    "renewalTermMonths",
    "isArchived",
  ] as const;
  return fields
    .map((field): [string, Json, Json] => [field, write.before?.[field] ?? null, write[field]])
    .filter(([, old, now]) => old !== now && !(old === null && now === false));
}

/** Archives contracts that nothing hangs on any more. */
export async function archiveContracts(
  tx: Tx,
  ctx: Context,
  contracts: readonly { accountId: string; id: string }[],
): Promise<Recorded> {
  if (contracts.length === 0) return { changes: [], events: [] };
  const at = ctx.now.toString();
  await sql`
    update contracts set archived_at = ${at}::timestamptz, updated_at = ${at}::timestamptz
     where account_id = any(${contracts.map((one) => one.accountId)}::uuid[])
       and id = any(${contracts.map((one) => one.id)}::uuid[])
  `.execute(tx);
  const refs = contracts.map((one) => ({ object: "contract", objectId: one.id, accountId: one.accountId }));
  return {
    changes: refs.map((ref) => ({ ...ref, field: "archivedAt", old: null, new: at })),
    events: refs.map((ref) => ({ ...ref, name: "contract.archived" })),
  };
}

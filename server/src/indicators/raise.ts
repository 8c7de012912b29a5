import { sql } from "kysely";
import { accountType } from "../accounts/index.ts";
import { markDirty } from "../engine/index.ts";
import type { App } from "../kernel/app.ts";
import type { Change, DomainEvent } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { newId } from "../kernel/ids.ts";
import { catalogOf, readRecords, type StoredRecord } from "../objects/index.ts";
import { renderForAccount } from "../templates/index.ts";
import type { DefinitionRow } from "./definitions.sql.ts";
import { evidenceFor } from "./evidence.ts";
import { ownerBy } from "./owner-of.ts";
import { tellOwners } from "./tell-owners.ts";

export type Raised = {
  ids: string[];
  changes: Change[];
  events: DomainEvent[];
};

/**
 * Raises a definition's indicator for these accounts, set-wise, once each: where one is open it is counted again and says
 * what is so now, its evidence stays as it was. Where one was settled within the quiet period nothing is raised, unless a
 * person or playbook asks for it (`isAsked`).
 * @returns what to publish; owners are told already
 */
export async function raise(
  app: App,
  tx: Tx,
  ctx: Context,
  definition: DefinitionRow,
  accountIds: readonly string[],
  { isAsked = false, message }: { isAsked?: boolean; message?: string | undefined } = {},
): Promise<Raised> {
  const allowed = isAsked ? [...accountIds] : await pastQuietPeriod(tx, ctx, definition, accountIds);
  const accounts = await readRecords(tx, await catalogOf(app, tx), accountType, [...new Set(allowed)].sort());
  const evidence = await evidenceFor(app, tx, definition);
  const ownerOf = await ownerBy(tx, definition.owner);
  const rows: Row[] = [];
  for (const account of accounts) {
    if (account.archivedAt !== null) continue;
    rows.push({
      account_id: account.id,
      id: newId(ctx.now),
      message: message ?? (await messageFor(app, tx, ctx, definition, account)),
      evidence: evidence(account),
      owner_id: ownerOf(account),
    });
  }
  const written = await write(tx, ctx, definition, rows);
  await markDirty(
    tx,
    written.map((row) => row.account_id),
    ctx.now,
  );
  const fresh = written.filter((row) => row.is_new);
  await tellOwners(app, tx, ctx, definition, fresh, accounts);
  const ref = (row: Written) => ({ object: "indicator", objectId: row.id, accountId: row.account_id });
  return {
    ids: written.map((row) => row.id),
    changes: fresh.map((row) => ({ ...ref(row), field: "status", old: null, new: "open" })),
    events: written.map((row) => ({
      ...ref(row),
      name: row.is_new ? "indicator.raised" : "indicator.raised-again",
      payload: {
        name: definition.name,
        definition: definition.slug,
        polarity: definition.polarity,
        severity: definition.severity,
        ownerId: row.owner_id,
      },
    })),
  };
}

type Row = { account_id: string; id: string; message: string; evidence: object; owner_id: string | null };
export type Written = {
  account_id: string;
  id: string;
  owner_id: string | null;
  message: string;
  is_new: boolean;
};

async function write(
  tx: Tx,
  ctx: Context,
  definition: DefinitionRow,
  rows: readonly Row[],
): Promise<Written[]> {
  if (rows.length === 0) return [];
  const at = ctx.now.toString();
  const dueOn = ctx.today.add({ days: definition.due_in_days }).toString();
  const { rows: written } = await sql<Written>`
    insert into indicators (account_id, id, definition, polarity, severity, status, message, evidence, owner_id, due_on,
                            raised_at, raised_by, raised_count, created_at, updated_at)
    select n.account_id, n.id, ${definition.slug}, ${definition.polarity}, ${definition.severity}, 'open', n.message, n.evidence,
           n.owner_id, ${dueOn}::date, ${at}::timestamptz, ${ctx.actor.name}, 1, ${at}::timestamptz, ${at}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as n (account_id uuid, id uuid, message text, evidence jsonb, owner_id uuid)
    on conflict (account_id, definition) where status = 'open' and archived_at is null
    do update set message = excluded.message, raised_count = indicators.raised_count + 1, updated_at = excluded.updated_at
    returning account_id, id, owner_id, message, raised_count = 1 as is_new
  `.execute(tx);
  return written;
}

async function pastQuietPeriod(
  tx: Tx,
  ctx: Context,
  definition: DefinitionRow,
  accountIds: readonly string[],
): Promise<string[]> {
  if (definition.quiet_days === 0) return [...accountIds];
  const { rows } = await sql<{ account_id: string }>`
    select distinct account_id from indicators
     where account_id = any(${[...accountIds]}::uuid[]) and definition = ${definition.slug} and status <> 'open'
       and settled_at > ${quietSince(ctx, definition)}::timestamptz
  `.execute(tx);
  const quiet = new Set(rows.map((row) => row.account_id));
  return accountIds.filter((id) => !quiet.has(id));
}

/** What was settled after this instant is not raised again yet. */
export function quietSince(ctx: Context, { quiet_days: days }: Pick<DefinitionRow, "quiet_days">): string {
  return ctx.now.toZonedDateTimeISO(ctx.timeZone).subtract({ days }).toInstant().toString();
}

/** A variable without a value must not swallow the alarm: it then says the definition's name. */
async function messageFor(
  app: App,
  tx: Tx,
  ctx: Context,
  { message, name }: DefinitionRow,
  account: StoredRecord,
): Promise<string> {
  if (!/\{[{%]/.test(message)) return message;
  const part = { name: "message", source: message, format: "text" as const };
  const { texts, problems } = await renderForAccount(app, tx, ctx, [part], { accountId: account.id });
  return problems.length > 0 ? name : (texts.message ?? name);
}

import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { executeIn } from "../kernel/command.ts";
import { type Context, systemActor } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { generateRenewals } from "../renewals/index.ts";
import type { RunMemory } from "./steps/step.ts";

export type RunRenewal = {
  id: string;
  dueOn: Temporal.PlainDate;
  ownerId: string | null;
  stage: string;
  noticeSentOn: string | null;
  outcome: string | null;
};

/** The renewal a run is about: the one it began with, or the account's next open one. Null when there is none. */
export async function findRunRenewal(
  tx: Tx,
  accountId: string,
  { renewalId }: RunMemory,
): Promise<RunRenewal | null> {
  const which = renewalId ? sql`id = ${renewalId}::uuid` : sql`outcome is null`;
  const { rows } = await sql<{
    id: string;
    due_on: string;
    owner_id: string | null;
    stage: string;
    notice_sent_on: string | null;
    outcome: string | null;
  }>`
    select id, due_on, owner_id, stage, notice_sent_on, outcome from renewals
     where account_id = ${accountId} and archived_at is null and ${which} order by due_on, id limit 1
  `.execute(tx);
  const row = rows[0];
  if (!row) return null;
  return {
    id: row.id,
    dueOn: Temporal.PlainDate.from(row.due_on),
    ownerId: row.owner_id,
    stage: row.stage,
    noticeSentOn: row.notice_sent_on,
    outcome: row.outcome,
  };
}

/**
 * Like {@link findRunRenewal}; makes the renewal first where the generator would make it with its next round.
 * @throws Problem `conflict` when the account has no open renewal, nor one to be made
 */
export async function requireRunRenewal(
  app: App,
  tx: Tx,
  ctx: Context,
  accountId: string,
  memory: RunMemory,
): Promise<RunRenewal> {
  const found = await findRunRenewal(tx, accountId, memory);
  if (found) return found;
  const system = { ...ctx, actor: systemActor("renewal generator") };
  await executeIn(app, tx, system, generateRenewals, { accountIds: [accountId] });
  const made = await findRunRenewal(tx, accountId, {});
  if (made) return made;
  throw problem(
    "conflict",
    "This account has no open renewal. Give it a contract that ends, or a renewal, and retry this step.",
  );
}

/** The stages of renewals in their order. */
export async function readRenewalStages(
  db: Db | Tx,
): Promise<{ slug: string; label: string; kind: string }[]> {
  return db
    .selectFrom("renewal_stages")
    .select(["slug", "label", "kind"])
    .where("archived_at", "is", null)
    .orderBy("position")
    .execute();
}

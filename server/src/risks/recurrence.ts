import { recurrenceDays } from "@perennial/contract";
import { sql } from "kysely";
import type { Tx } from "../kernel/db.ts";
import type { RecordWrite } from "../objects/index.ts";

type Earlier = { id: string; rootCause: string; raisedAt: string; leftAt: string | null };

/**
 * Says of risks that are new, or whose root cause changed, whether they come back: the account had one of the same cause
 * before, or was left by another less than {@link recurrenceDays} ago. What was withdrawn never was one.
 */
export async function linkRecurrences(tx: Tx, writes: readonly RecordWrite[]): Promise<void> {
  for (const { id, accountId, isNew, before, after, extras } of writes) {
    if (accountId === null || (!isNew && before.rootCause === after.rootCause)) continue;
    const found = await findEarlier(tx, accountId, id, {
      rootCause: String(after.rootCause),
      raisedAt: String(after.raisedAt),
    });
    after.recurrence = found ? (found.rootCause === after.rootCause ? "same-cause" : "soon-after") : null;
    Object.assign(extras, { recurrenceOfId: found?.id ?? null });
  }
}

async function findEarlier(
  tx: Tx,
  accountId: string,
  id: string,
  { rootCause, raisedAt }: Pick<Earlier, "rootCause" | "raisedAt">,
): Promise<Earlier | undefined> {
  const { rows } = await sql<Earlier>`
    select id, root_cause as "rootCause", raised_at as "raisedAt", left_at as "leftAt" from risks
     where account_id = ${accountId} and id <> ${id} and archived_at is null and status <> 'withdrawn'
       and raised_at <= ${raisedAt}::timestamptz
       and (root_cause = ${rootCause}
            or left_at between ${raisedAt}::timestamptz - make_interval(days => ${recurrenceDays}::integer)
                           and ${raisedAt}::timestamptz)
     order by root_cause = ${rootCause} desc, raised_at desc, id desc limit 1
  `.execute(tx);
  return rows[0];
}

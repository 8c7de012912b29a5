import { type RawBuilder, sql } from "kysely";
import type { Change } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import type { RecordWrite } from "../objects/index.ts";
import { readRiskSettings } from "./risk-settings.ts";

type Later = Record<"id" | "rootCause" | "raisedAt", RawBuilder<unknown>>;

/**
 * Risks `e` of an account that a later one comes back from: of the same cause, or left not more than `days` before.
 * What was withdrawn never was one.
 */
const comesBackFrom = ({ id, rootCause, raisedAt }: Later, days: number) => sql`
  e.archived_at is null and e.status <> 'withdrawn' and (e.raised_at, e.id) < (${raisedAt}, ${id})
    and (e.root_cause = ${rootCause}
         or e.left_at between ${raisedAt} - make_interval(days => ${days}::integer) and ${raisedAt})`;

/** Says of risks that are new, or whose root cause changed, whether they come back. */
export async function linkRecurrences(tx: Tx, writes: readonly RecordWrite[]): Promise<void> {
  for (const { id, accountId, isNew, before, after, extras } of writes) {
    if (accountId === null || (!isNew && before.rootCause === after.rootCause)) continue;
    const { recurrenceDays } = await readRiskSettings(tx);
    const later = {
      id: sql`${id}::uuid`,
      rootCause: sql`${after.rootCause}::text`,
      raisedAt: sql`${after.raisedAt}::timestamptz`,
    };
    const { rows } = await sql<{ id: string; root_cause: string }>`
      select e.id, e.root_cause from risks e
       where e.account_id = ${accountId} and ${comesBackFrom(later, recurrenceDays)}
       order by e.root_cause = ${after.rootCause} desc, e.raised_at desc, e.id desc limit 1
    `.execute(tx);
    const found = rows[0];
    after.recurrence = found ? (found.root_cause === after.rootCause ? "same-cause" : "soon-after") : null;
    Object.assign(extras, { recurrenceOfId: found?.id ?? null });
  }
}

type Relinked = {
  account_id: string;
  id: string;
  old_recurrence: string | null;
  old_earlier: string | null;
  recurrence: string | null;
  recurrence_of_id: string | null;
};

/** Says it anew of all risks, or of one account's: what counts changed, or one of them was withdrawn. */
export async function relinkRecurrences(tx: Tx, accountId?: string): Promise<Change[]> {
  const { recurrenceDays } = await readRiskSettings(tx);
  const later = { id: sql`l.id`, rootCause: sql`l.root_cause`, raisedAt: sql`l.raised_at` };
  const { rows } = await sql<Relinked>`
    update risks r set recurrence = f.recurrence, recurrence_of_id = f.earlier_id
      from risks was
      join (
        select distinct on (l.account_id, l.id) l.account_id, l.id, e.id as earlier_id,
               case when e.root_cause = l.root_cause then 'same-cause' when e.id is not null then 'soon-after' end as recurrence
          from risks l left join risks e on e.account_id = l.account_id and ${comesBackFrom(later, recurrenceDays)}
         where l.archived_at is null and (${accountId ?? null}::uuid is null or l.account_id = ${accountId ?? null}::uuid)
         order by l.account_id, l.id, (e.root_cause = l.root_cause) desc nulls last, e.raised_at desc, e.id desc
      ) f on f.account_id = was.account_id and f.id = was.id
     where r.account_id = was.account_id and r.id = was.id
       and (was.recurrence, was.recurrence_of_id) is distinct from (f.recurrence, f.earlier_id)
    returning r.account_id, r.id, was.recurrence as old_recurrence, was.recurrence_of_id as old_earlier,
              r.recurrence, r.recurrence_of_id
  `.execute(tx);
  return rows.flatMap((row) => {
    const ref = { object: "risk", objectId: row.id, accountId: row.account_id };
    return [
      { ...ref, field: "recurrence", old: row.old_recurrence, new: row.recurrence },
      { ...ref, field: "recurrenceOfId", old: row.old_earlier, new: row.recurrence_of_id },
    ].filter((change) => change.old !== change.new);
  });
}

import { sql } from "kysely";
import { type App, systemContext } from "../kernel/app.ts";
import type { Change, DomainEvent } from "../kernel/command.ts";
import { retryConflicts } from "../kernel/database/transient.ts";
import type { Tx } from "../kernel/db.ts";
import { modelName, predictRenewals } from "./predict-renewals.ts";

/** Wakes the workers when a transaction that marked accounts commits. */
export const marksChannel = "perennial_likelihood";

const ownFields = new Set(["likelihoodModel", "expectedArr"]);
const accountsAtOnce = 200;

/** Marks the accounts below which something changed or happened, other than by the model. Never waits for anybody. */
export async function markChanged(
  tx: Tx,
  { changes, events }: { changes: readonly Change[]; events: readonly DomainEvent[] },
  now: Temporal.Instant,
): Promise<void> {
  const foreign = changes.filter((change) => !(change.object === "renewal" && ownFields.has(change.field)));
  const touched = [...foreign, ...events].flatMap(({ accountId }) => (accountId ? [accountId] : []));
  const ids = [...new Set(touched)];
  if (ids.length === 0) return;
  const { numAffectedRows } = await sql`
    insert into likelihood_marks (account_id, marked_at)
    select t.account_id, ${now.toString()}::timestamptz from unnest(${ids}::uuid[]) as t (account_id)
     where exists (select from renewals r
                    where r.account_id = t.account_id and r.outcome is null and r.archived_at is null)
  `.execute(tx);
  if (numAffectedRows) await sql`select pg_notify(${marksChannel}, '')`.execute(tx);
}

/**
 * Judges the renewals of some marked accounts anew, in the transaction that takes their marks: a worker killed anywhere
 * leaves them.
 * @returns how many accounts it took
 */
export async function refreshMarked(app: App): Promise<number> {
  return retryConflicts(() =>
    app.db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ account_id: string }>`
        delete from likelihood_marks m using (
          select account_id, id from likelihood_marks order by id limit ${accountsAtOnce} for update skip locked
        ) taken where m.account_id = taken.account_id and m.id = taken.id
        returning m.account_id
      `.execute(tx);
      const ids = [...new Set(rows.map((row) => row.account_id))];
      await predictRenewals(app, tx, await systemContext(app, modelName), ids);
      return ids.length;
    }),
  );
}

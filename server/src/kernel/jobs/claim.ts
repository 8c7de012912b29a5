import { sql } from "kysely";
import type { Db, Tx } from "../db.ts";

/** Thrown to an attempt whose worker was given up for dead: another one has the job, or had it. */
export class ClaimLost extends Error {
  constructor(jobId: string) {
    super(
      `Job ${jobId} is no longer this attempt’s: its worker was given up for dead or it has ended; its writes are refused.`,
    );
    this.name = "ClaimLost";
  }
}

/** One attempt's ownership of its job. */
export type Claim = {
  jobId: string;
  /**
   * Throws {@link ClaimLost} unless this attempt still owns the job; from here to the end of `tx` nobody can take it
   * away. Wait for nothing but the database after it: a transaction left idle for 10 s is ended, so that a process
   * that hangs cannot keep the job for ever.
   */
  assertHeld(tx: Tx): Promise<void>;
  /** A transaction that commits only while the job is ours. For work of several transactions. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The last such transaction: the job is done if and only if it commits, so what it writes happens exactly once. */
  complete<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
};

const idleLimit = "10s";

/**
 * Who has a job. A worker's name is given up with its lease and never used again, and one worker takes a job again only
 * after its attempt has ended: so the pair tells attempts apart. (The queue's count of attempts does not: enqueueing
 * under the same key raises it.)
 */
export type Owner = { jobId: string; workerId: string };

/** The claim of one attempt of one job by one worker, to be closed when the attempt ends. */
export function createClaim(db: Db, owner: Owner): Claim & { close(): void } {
  const { jobId, workerId } = owner;
  let isClosed = false;
  // The worker's row is pinned and not the job's, which enqueueing under the same key updates: a transaction that holds
  // an account and enqueues must never wait for a job that waits for the account.
  const assertHeld = async (tx: Tx) => {
    if (isClosed) throw new ClaimLost(jobId);
    const { rows } = await sql`
      select set_config('idle_in_transaction_session_timeout', ${idleLimit}, true)
        from job_worker w
        join graphile_worker._private_jobs j on j.locked_by = w.id
       where w.id = ${workerId} and j.id = ${jobId}::bigint
         for key share of w
    `.execute(tx);
    if (rows.length === 0) throw new ClaimLost(jobId);
  };
  const transaction = <T>(work: (tx: Tx) => Promise<T>) =>
    db.transaction().execute(async (tx) => {
      await assertHeld(tx);
      return await work(tx);
    });
  return {
    jobId,
    close() {
      isClosed = true;
    },
    assertHeld,
    transaction,
    complete: (work) =>
      transaction(async (tx) => {
        const result = await work(tx);
        await removeJob(tx, owner);
        return result;
      }),
  };
}

/** Whether the attempt still owns its job, for a look without a transaction. */
export async function isHeld(db: Db, owner: Owner): Promise<boolean> {
  const { rows } = await sql`
    select 1 from graphile_worker._private_jobs j join job_worker w on w.id = j.locked_by
     where j.id = ${owner.jobId}::bigint and j.locked_by = ${owner.workerId}
  `.execute(db);
  return rows.length > 0;
}

/** Ends the job and lets the next one of its named queue begin. */
export async function removeJob(tx: Tx | Db, owner: Owner): Promise<void> {
  const { rows } = await sql`
    with done as (
      delete from graphile_worker._private_jobs
       where id = ${owner.jobId}::bigint and locked_by = ${owner.workerId}
      returning job_queue_id
    ), freed as (
      update graphile_worker._private_job_queues q set locked_by = null, locked_at = null
        from done where q.id = done.job_queue_id and q.locked_by = ${owner.workerId}
    )
    select 1 from done
  `.execute(tx);
  if (rows.length === 0) throw new ClaimLost(owner.jobId);
}

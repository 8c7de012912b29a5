import type { z } from "zod";
import type { App } from "../app.ts";
import type { Context } from "../context.ts";
import type { Claim } from "./claim.ts";

/** What a job's `run` is given. */
export type JobRun<P> = {
  payload: P;
  app: App;
  /** The system acts, named after the job. */
  ctx: Context;
  /** Aborted when the worker stops or has lost the job: give up soon, what you write is refused anyway. */
  signal: AbortSignal;
  /** 1 at the first attempt. */
  attempt: number;
  /** Ownership of the job: writes made through it cannot come from an attempt that was given up for dead. */
  claim: Claim;
};

/** Work done later, outside the request that causes it, and again when it fails. */
export type JobDefinition<S extends z.ZodType = z.ZodType> = {
  /** Of the whole product, such as `renewals.generate`; kept in the queue, so it outlives releases. */
  name: string;
  /** What {@link enqueue} accepts. Its input must survive JSON; it is parsed again before `run`. */
  payload: S;
  /** Attempts before the job is dead; 10 unless told: the last one comes about 4 hours after the first. */
  maxAttempts?: number;
  /** Jobs of one named queue run one after another, over all workers. Few, fixed names; none by default. */
  queue?: string;
  run(args: JobRun<z.output<S>>): Promise<void>;
};

/** A job put into the queue by the calendar. */
export type CronEntry = {
  job: JobDefinition;
  payload: unknown;
  /** Minute, hour, day of month, month, day of week: `0 4 * * 1` is Mondays at 04:00. */
  pattern: string;
  /** Whose wall clock the pattern speaks of; the company's unless told. */
  zone?: "company" | "UTC";
  /** Tells two entries for the same job apart; the job's name unless told. */
  name?: string;
};

/**
 * Declares a job; slices list it in `jobs`. It runs at least once: what it writes to the database can be made to
 * happen exactly once with `claim.complete`, what leaves the database needs an outbox.
 */
export function defineJob<S extends z.ZodType>(definition: JobDefinition<S>): JobDefinition<S> {
  return definition;
}

/** Declares a cron for a job, its payload checked by the compiler. */
export function defineCron<S extends z.ZodType>(
  entry: Omit<CronEntry, "job" | "payload"> & { job: JobDefinition<S>; payload: z.input<S> },
): CronEntry {
  return entry;
}

export const defaultMaxAttempts = 10;

/** Jobs by name. @throws Error where two have the same one */
export function jobsByName(jobs: readonly JobDefinition[]): Map<string, JobDefinition> {
  const byName = new Map<string, JobDefinition>();
  for (const job of jobs) {
    if (byName.has(job.name)) throw new Error(`Two jobs are named “${job.name}”. Rename one.`);
    byName.set(job.name, job);
  }
  return byName;
}

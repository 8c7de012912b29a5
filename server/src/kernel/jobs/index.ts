/** A kind of background work; see the job queue's own files. */
export type JobDefinition = { name: string };
/** A job that a schedule starts. */
export type CronEntry = { name: string };

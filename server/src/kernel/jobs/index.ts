export { type Claim, ClaimLost } from "./claim.ts";
export { type DeadJob, discardDeadJobs, listDeadJobs, retryDeadJobs } from "./dead-jobs.ts";
export { type Drained, drainJobs } from "./drain-jobs.ts";
export { cancelJob, type EnqueueOptions, enqueue, enqueueAll } from "./enqueue.ts";
export { installJobQueue } from "./install.ts";
export { type CronEntry, defineCron, defineJob, type JobDefinition, type JobRun } from "./job.ts";
export { countJobs, type JobCount } from "./job-counts.ts";
export { type JobsWorker, startJobs } from "./start-jobs.ts";
export type { JobsOptions } from "./worker.ts";

// A worker as a process of its own, for tests to kill. Its first argument is the database, the second its lease.
import { startJobs } from "../../src/kernel/jobs/index.ts";
import { createJobsApp, markJob, pinJob } from "./marks.ts";

const [url = "", leaseMs = ""] = process.argv.slice(2);
await startJobs({
  app: createJobsApp(url),
  url,
  jobs: [markJob, pinJob],
  pollIntervalMs: 200,
  leaseMs: Number(leaseMs),
});
process.stdout.write("ready\n");

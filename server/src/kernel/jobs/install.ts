import { runMigrations } from "graphile-worker";
import type { Logger } from "../log.ts";
import { queueLog } from "./queue-log.ts";

/** Installs or upgrades the queue's own schema (`graphile_worker`). Run after the migrations, before anything enqueues. */
export async function installJobQueue(url: string, log?: Logger): Promise<void> {
  await runMigrations({ connectionString: url, logger: queueLog(log) });
}

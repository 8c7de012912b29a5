import { existsSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { totalmem } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Cluster, clusterError } from "./cluster.ts";
import { memorySettings } from "./memory-settings.ts";
import { runPostgresProgram } from "./postgres-programs.ts";

/** A running PostgreSQL server of a cluster. */
export type Postmaster = { pid: number; port: number };

/** For the machine it finds itself on, which it shares with the product; who needs more sets DATABASE_URL. */
const SETTINGS: Record<string, string> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "100",
  ...memorySettings(Math.min(totalmem(), process.constrainedMemory())),
  work_mem: "16MB",
  maintenance_work_mem: "128MB",
  max_wal_size: "2GB",
  random_page_cost: "1.1",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  logging_collector: "on",
  log_directory: "log",
  log_filename: "postgres-%a.log",
  log_rotation_age: "1d",
  log_truncate_on_rotation: "on",
};

/** A container's usual /dev/shm of 64 MB is too small for parallel queries; then shared memory lives in files. */
const ROOMY_SHARED_MEMORY_BYTES = 512 * 1024 * 1024;

/** The server that runs on the cluster, or undefined. Leaves no stale `postmaster.pid` behind. */
export function findPostmaster({ folder }: Cluster): Postmaster | undefined {
  const path = join(folder, "postmaster.pid");
  if (!existsSync(path)) return undefined;
  const [pid, , , port] = readFileSync(path, "utf8").split("\n").map(Number);
  if (!pid || !port) return undefined;
  if (isPostgres(pid)) return { pid, port };
  // After a power cut or in a restarted container the number may belong to something else by now; PostgreSQL, which
  // only asks whether it is alive, would then refuse to start for ever.
  rmSync(path, { force: true });
  return undefined;
}

/**
 * Whether the process of that number is a running PostgreSQL server. One that has ended but was never waited for (nobody
 * does where Node is a container's first process) still has its number, but no command line.
 */
export function isPostgres(pid: number): boolean {
  if (!isAlive(pid)) return false;
  if (process.platform !== "linux") return true;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("postgres");
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Starts the server on its last port, or on a free one where that is taken, and waits until it answers. */
export async function startPostmaster(
  cluster: Cluster,
  settings: Record<string, string> = {},
): Promise<Postmaster> {
  let lastOutput = "";
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const port = await freePort(attempt === 1 ? await lastPort(cluster) : 0);
    const { code, output } = await startOnce(cluster, port, settings);
    if (code === 0) {
      const started = findPostmaster(cluster);
      if (started !== undefined) return started;
    }
    lastOutput = `${output}\n${await startLog(cluster)}`;
    // A server killed a moment ago still has children that hold its memory, and a port can be lost to another program
    // between choosing and taking it: both pass.
    if (!/Address already in use|pre-existing shared memory|could not bind|still in use/.test(lastOutput))
      break;
    await sleep(300 * attempt);
  }
  throw clusterError(cluster.dataDir, "The embedded PostgreSQL did not start", lastOutput);
}

async function startOnce(cluster: Cluster, port: number, settings: Record<string, string>) {
  const { folder, programs, user } = cluster;
  await rm(join(folder, "start.log"), { force: true });
  const flags = Object.entries({ ...SETTINGS, ...sharedMemory(), ...settings, port: String(port) });
  const options = flags.map(([name, value]) => `-c ${name}='${value}'`).join(" ");
  return await runPostgresProgram(
    programs.pgCtl,
    ["start", "-w", "-t", "600", "-D", folder, "-l", join(folder, "start.log"), "-o", options],
    { user, reach: [join(folder, "PG_VERSION")] },
  );
}

function sharedMemory(): Record<string, string> {
  if (!existsSync("/dev/shm")) return {};
  const { bavail, bsize } = statfsSync("/dev/shm");
  return bavail * bsize < ROOMY_SHARED_MEMORY_BYTES ? { dynamic_shared_memory_type: "mmap" } : {};
}

async function startLog({ folder }: Cluster): Promise<string> {
  return await readFile(join(folder, "start.log"), "utf8").catch(() => "");
}

/** The port of the last start stands in the options PostgreSQL keeps of it. */
async function lastPort({ folder }: Cluster): Promise<number> {
  const options = await readFile(join(folder, "postmaster.opts"), "utf8").catch(() => "");
  return Number(/port='?(\d+)/.exec(options)?.[1] ?? 0);
}

async function freePort(wished: number): Promise<number> {
  return await new Promise((found, fail) => {
    const server = createServer();
    server.on("error", (error) => (wished === 0 ? fail(error) : found(freePort(0))));
    server.listen(wished, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => found(port));
    });
  });
}

/** Ends all sessions, writes everything to disk and stops the server. */
export async function stopPostmaster(cluster: Cluster): Promise<void> {
  const { folder, programs, user, dataDir } = cluster;
  const pid = findPostmaster(cluster)?.pid;
  const stop = () =>
    runPostgresProgram(programs.pgCtl, ["stop", "-w", "-t", "120", "-m", "fast", "-D", folder], {
      user,
      reach: [join(folder, "PG_VERSION")],
    });
  let run = await stop();
  // A second Ctrl-C can hit it before it has left our process group, which is the first thing it does.
  for (let again = 0; run.wasKilled && again < 5; again += 1) run = await stop();
  if (run.code !== 0 && existsSync(join(folder, "postmaster.pid"))) {
    throw clusterError(dataDir, "The embedded PostgreSQL did not stop", run.output);
  }
  // pg_ctl looks at the file alone, which goes a moment before the process does.
  for (let waited = 0; pid !== undefined && isPostgres(pid) && waited < 5000; waited += 20) await sleep(20);
}

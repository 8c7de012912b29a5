import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, chown, mkdir, readdir, readFile, rename, rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findPostgresPrograms, type PostgresPrograms, runPostgresProgram } from "./postgres-programs.ts";
import { StartupError } from "./startup-error.ts";
import { postgresUser, type SystemUser } from "./system-user.ts";

/** One PostgreSQL data directory and what is needed to run it. */
export type Cluster = {
  dataDir: string;
  /** PostgreSQL's own directory inside `dataDir`. */
  folder: string;
  programs: PostgresPrograms;
  user: SystemUser | undefined;
  password: string;
};

export const CLUSTER_ROLE = "perennial";

const NEEDED_BYTES = 256 * 1024 * 1024;

/** Opens the cluster in `dataDir`, making it first when there is none. Call only under the data directory's lock. */
export async function openCluster(dataDir: string): Promise<Cluster> {
  const programs = await findPostgresPrograms();
  const folder = join(dataDir, "postgres");
  const user = postgresUser(folder);
  const cluster = { dataDir, folder, programs, user, password: await passwordOf(dataDir) };
  if (existsSync(join(folder, "PG_VERSION"))) await refuseOtherMajor(cluster);
  else await createCluster(cluster);
  return cluster;
}

async function passwordOf(dataDir: string): Promise<string> {
  const path = join(dataDir, "postgres.password");
  if (existsSync(path)) return (await readFile(path, "utf8")).trim();
  const password = randomBytes(24).toString("base64url");
  await writeFile(path, `${password}\n`, { mode: 0o600 });
  return password;
}

async function refuseOtherMajor({ folder, programs }: Cluster): Promise<void> {
  const found = (await readFile(join(folder, "PG_VERSION"), "utf8")).trim();
  if (found === String(programs.major)) return;
  throw new StartupError(
    `The data directory ${folder} was made by PostgreSQL ${found}; this release brings PostgreSQL ${programs.major}. Start the release that made it, run \`npx perennial backup FILE\`, then start this one with an empty DATA_DIR and run \`npx perennial restore FILE\`.`,
  );
}

/** Built beside its place and then renamed, so that a start killed half-way leaves nothing that looks like a cluster. */
async function createCluster({ dataDir, folder, programs, user, password }: Cluster): Promise<void> {
  if (existsSync(folder) && (await readdir(folder)).length > 0) {
    throw new StartupError(
      `${folder} is not empty and holds no PostgreSQL cluster (PG_VERSION is missing). Choose another DATA_DIR, or move what is there away.`,
    );
  }
  await refuseFullDisk(dataDir);
  const draft = join(dataDir, "postgres.new");
  const passwordFile = join(dataDir, "postgres.new.password");
  await rm(draft, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user !== undefined) {
    await chown(draft, user.uid, user.gid);
    await chown(passwordFile, user.uid, user.gid);
  }
  const { code, output } = await runPostgresProgram(
    programs.initdb,
    [
      `--pgdata=${draft}`,
      `--username=${CLUSTER_ROLE}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      // The same order and letter rules on every platform, whatever its C library knows.
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
    ],
    { user, reach: [draft] },
  );
  await rm(passwordFile, { force: true });
  if (code !== 0) throw clusterError(dataDir, `PostgreSQL's data directory could not be made`, output);
  await chmod(draft, 0o700);
  await rename(draft, folder);
}

async function refuseFullDisk(dataDir: string): Promise<void> {
  const { bavail, bsize } = await statfs(dataDir);
  if (bavail * bsize >= NEEDED_BYTES) return;
  throw new StartupError(
    `The disk of ${dataDir} has only ${Math.floor((bavail * bsize) / 1024 / 1024)} MB free; PostgreSQL needs 256 MB to begin. Free some space, or choose another DATA_DIR.`,
  );
}

/** The reason in PostgreSQL's words, turned into what to do where it is one of the usual ones. */
export function clusterError(dataDir: string, what: string, output: string): StartupError {
  const advice = output.includes("No space left on device")
    ? `The disk of ${dataDir} is full: free some space and start again. Nothing is lost.`
    : /Permission denied|has wrong ownership|Operation not permitted|Read-only file system/.test(output)
      ? `PostgreSQL may not write to ${dataDir}: run as the user who owns it, give it to the user you run as (chown -R), or choose another DATA_DIR.`
      : `DATA_DIR is ${dataDir}.`;
  return new StartupError(
    `${what}. ${advice}\nPostgreSQL said:\n${output.trim().split("\n").slice(-12).join("\n")}`,
  );
}

import { execFileSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { StartupError } from "./startup-error.ts";

export type SystemUser = { uid: number; gid: number };

/**
 * The user PostgreSQL runs as: ourselves (undefined) unless we are root, under whom it refuses to run. Then it is the
 * owner of the existing cluster, or the system's user `postgres`, made when absent.
 */
export function postgresUser(clusterDir: string): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (existsSync(clusterDir)) {
    const { uid, gid } = statSync(clusterDir);
    if (uid !== 0) return { uid, gid };
  }
  return findUser("postgres") ?? createUser("postgres") ?? findUser("nobody") ?? refuse();
}

function findUser(name: string): SystemUser | undefined {
  try {
    const ask = (flag: string) =>
      Number(execFileSync("id", [flag, name], { stdio: ["ignore", "pipe", "ignore"] }));
    return { uid: ask("-u"), gid: ask("-g") };
  } catch {
    return undefined;
  }
}

function createUser(name: string): SystemUser | undefined {
  const commands = [
    ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", name],
    ["adduser", "-S", "-D", "-H", name],
  ];
  for (const [command = "", ...args] of commands) {
    try {
      execFileSync(command, args, { stdio: "ignore" });
      return findUser(name);
    } catch {
      // The other spelling, or another user, is tried next.
    }
  }
  return undefined;
}

function refuse(): never {
  throw new StartupError(
    "PostgreSQL does not run as root, and no user `postgres` could be made. Start Perennial as an ordinary user, or set DATABASE_URL.",
  );
}

/** Whether a user's own rights let it enter every folder on the way to `path`. */
export function canReach(user: SystemUser, path: string): boolean {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0;
    if (((mode >> shift) & 1) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

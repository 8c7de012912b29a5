import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runPostgresProgram } from "../src/kernel/database/postgres-programs.ts";
import { postgresUser } from "../src/kernel/database/system-user.ts";

export type SystemPostgres = { url: string; major: number; stop: () => Promise<void> };

const INSTALLED = "/usr/lib/postgresql";

/** A private cluster of the PostgreSQL that the system's packages installed; undefined when there is none. */
export async function startSystemPostgres(): Promise<SystemPostgres | undefined> {
  const majors = existsSync(INSTALLED) ? readdirSync(INSTALLED).map(Number).filter(Number.isInteger) : [];
  const major = majors.toSorted((a, b) => a - b)[0];
  if (major === undefined || !existsSync(`${INSTALLED}/${major}/bin/initdb`)) return undefined;
  const bin = `${INSTALLED}/${major}/bin`;
  const folder = mkdtempSync(join(tmpdir(), "perennial-system-postgres-"));
  const user = postgresUser(folder);
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, "data");
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, "the password\n", { mode: 0o644 });
  const reach = [passwordFile];
  const start = async (program: string, ...args: string[]) => {
    const { code, output } = await runPostgresProgram(join(bin, program), args, { user, reach });
    if (code !== 0) throw new Error(`${program}: ${output}`);
  };
  await start(
    "initdb",
    "-D",
    data,
    "-U",
    "owner",
    `--pwfile=${passwordFile}`,
    "-A",
    "scram-sha-256",
    "-E",
    "UTF8",
  );
  const port = await freePort();
  const settings = `-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c port=${port} -c fsync=off`;
  await start("pg_ctl", "start", "-w", "-D", data, "-l", join(folder, "log"), "-o", settings);
  return {
    url: `postgresql://owner:the%20password@127.0.0.1:${port}/postgres`,
    major,
    async stop() {
      await start("pg_ctl", "stop", "-w", "-m", "immediate", "-D", data);
      rmSync(folder, { recursive: true });
    },
  };
}

async function freePort(): Promise<number> {
  return await new Promise((found) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => found(typeof address === "object" ? (address?.port ?? 0) : 0));
    });
  });
}

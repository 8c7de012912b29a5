import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rename, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { test } from "@playwright/test";

const fillLimitMs = 600_000;

const repository = resolve(import.meta.dirname, "..");

/** Perennial as its users start it, in a process and a data directory of its own. */
export type Installation = {
  url: string;
  dataDir: string;
  env: NodeJS.ProcessEnv;
  /** What it printed so far. */
  lines: readonly string[];
  /** Resolves with the first line, printed already or yet to come, that fits. */
  line(pattern: RegExp): Promise<string>;
  /** Stops it as Ctrl-C would and removes its files, or keeps them in a folder. */
  stop(how?: { keepIn: string }): Promise<void>;
};

/**
 * One with the sample company in it. It is filled once in a run; whoever needs it begins with a copy of that.
 * Stories are run one after another, so that nobody fills it twice.
 */
export async function startSampleInstallation(): Promise<Installation> {
  const filled = join(process.env.PERENNIAL_STORIES ?? "", "sample");
  if (!existsSync(filled)) {
    // Some minutes, the more the busier the machine: the story that comes first does not pay for it.
    test.setTimeout(fillLimitMs);
    const first = await startInstallation(["--sample"]);
    await first.line(/The sample company is there/);
    await first.stop({ keepIn: filled });
  }
  const dataDir = await newDataDir();
  // The embedded database's files keep their owner.
  await promisify(execFile)("cp", ["-a", `${filled}/.`, dataDir]);
  return startInstallation([], {}, dataDir);
}

const newDataDir = () => mkdtemp(join(tmpdir(), "perennial-story-"));

export async function startInstallation(
  args: readonly string[] = [],
  more: NodeJS.ProcessEnv = {},
  usedDir?: string,
): Promise<Installation> {
  const dataDir = usedDir ?? (await newDataDir());
  const port = await freePort();
  const env = { ...process.env, DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: "warn", ...more };
  const child = spawn(process.execPath, [join(repository, "server/bin/perennial.js"), "start", ...args], {
    cwd: repository,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const waiting = new Set<(line: string) => void>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (text) => {
      lines.push(text);
      for (const hear of waiting) hear(text);
    });
  }
  const line = (pattern: RegExp) =>
    new Promise<string>((found, fail) => {
      const known = lines.find((each) => pattern.test(each));
      if (known !== undefined) return found(known);
      const hear = (text: string) => {
        if (!pattern.test(text)) return;
        waiting.delete(hear);
        found(text);
      };
      waiting.add(hear);
      child.once("exit", () =>
        fail(new Error(`Perennial ended before it printed ${pattern}:\n${lines.join("\n")}`)),
      );
    });
  await line(/Perennial is ready/);
  return {
    url: `http://127.0.0.1:${port}`,
    dataDir,
    env,
    lines,
    line,
    stop: async (how) => {
      await end(child);
      if (how) await rename(dataDir, how.keepIn);
      else await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((done) => child.once("exit", done));
  child.kill("SIGTERM");
  await ended;
}

/** Runs `perennial …` against the installation while it runs; the text goes to its standard input. */
export async function runCommandLine(
  installation: Installation,
  args: readonly string[],
  input = "",
): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [join(repository, "server/bin/perennial.js"), ...args], {
    cwd: repository,
    env: installation.env,
    stdio: ["pipe", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  child.stdin.end(input);
  const code = await new Promise<number>((done) => child.once("close", (exit) => done(exit ?? 1)));
  return { code, output };
}

async function freePort(): Promise<number> {
  return await new Promise((found, fail) => {
    const server = createServer();
    server.on("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => found(port));
    });
  });
}

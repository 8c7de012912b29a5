import { spawn } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { repository } from "../config.ts";
import { withExclusiveLock } from "../kernel/database/file-lock.ts";
import { StartupError } from "../kernel/database/startup-error.ts";
import { webFolder } from "../kernel/http/web-files.ts";

const web = join(repository, "web");
/** What the web application is made of; a build older than any of it is stale. */
const SOURCES = ["web", "contract", "rules", "package-lock.json"].map((name) => join(repository, name));

/**
 * Builds the web application where it has not been built yet or its sources are newer. Beside its place and then renamed,
 * by one process at a time, so that a build cut short is never served. Throws `StartupError` when it fails.
 */
export async function buildWebOnce(print: (line: string) => void, abort: AbortSignal): Promise<void> {
  if (!existsSync(join(web, "index.html")) || !isStale()) return;
  await withExclusiveLock(join(repository, "node_modules/.web-build.lock"), async () => {
    if (!isStale()) return;
    print("Building the web application …");
    const draft = `${webFolder}.new`;
    await runVite(draft, abort);
    await rm(webFolder, { recursive: true, force: true });
    await rename(draft, webFolder);
  });
}

function isStale(): boolean {
  const built = join(webFolder, "index.html");
  if (!existsSync(built)) return true;
  const { mtimeMs } = statSync(built);
  return SOURCES.some((source) => isNewer(source, mtimeMs));
}

function isNewer(path: string, thanMs: number): boolean {
  if (!statSync(path).isDirectory()) return statSync(path).mtimeMs > thanMs;
  const entries = readdirSync(path, { withFileTypes: true });
  return entries.some(
    ({ name }) => name !== "node_modules" && !name.startsWith("dist") && isNewer(join(path, name), thanMs),
  );
}

async function runVite(outDir: string, signal: AbortSignal): Promise<void> {
  const vite = join(repository, "node_modules/vite/bin/vite.js");
  const args = [vite, "build", "--logLevel", "warn", "--outDir", outDir, "--emptyOutDir"];
  await new Promise<void>((done, fail) => {
    const child = spawn(process.execPath, args, {
      cwd: web,
      // Vite would keep a compile cache among the machine's temporary files; nothing is left outside our folders.
      env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: "1" },
      stdio: ["ignore", "pipe", "pipe"],
      signal,
    });
    let output = "";
    const hear = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("error", fail);
    child.on("close", (code) => {
      if (code === 0) done();
      else
        fail(
          new StartupError(
            `The web application could not be built. Run \`npm ci\` and start again.\n${output}`,
          ),
        );
    });
  });
}

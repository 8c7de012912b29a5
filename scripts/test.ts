// `npm test`: every test there is, then the browser stories on the real thing. Its last line is the sum of both.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureChromium } from "../e2e/chromium.ts";
import { repository, tools, withTools } from "./step.ts";

type Count = { passed: number; failed: number };
type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
};
type PlaywrightReport = { stats: { expected: number; flaky: number; unexpected: number }; errors: unknown[] };

const folder = await mkdtemp(join(tmpdir(), "perennial-reports-"));
// The runners hear Ctrl-C themselves and clean up; this waits for them.
process.on("SIGINT", () => undefined);
try {
  const counts = [await runVitest()];
  if (existsSync(join(repository, "e2e/playwright.config.ts"))) counts.push(await runStories());
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function runVitest(): Promise<Count> {
  const report = join(folder, "vitest.json");
  const code = await run("vitest", [
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ]);
  const result = await read<VitestReport>(report);
  if (result === undefined) return { passed: 0, failed: 1 };
  const unloadable = result.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  ).length;
  const failed = result.numFailedTests + unloadable;
  return { passed: result.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
}

async function runStories(): Promise<Count> {
  const chromium = await ensureChromium();
  if (chromium === undefined) return { passed: 0, failed: 1 };
  const report = join(folder, "playwright.json");
  const code = await run(
    "playwright",
    ["test", "--config", "e2e/playwright.config.ts", "--reporter=list,json"],
    {
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      CHROMIUM_PATH: chromium,
    },
  );
  const result = await read<PlaywrightReport>(report);
  if (result === undefined) return { passed: 0, failed: 1 };
  const failed = result.stats.unexpected + result.errors.length;
  return {
    passed: result.stats.expected + result.stats.flaky,
    failed: failed === 0 && code !== 0 ? 1 : failed,
  };
}

async function run(command: string, args: string[], env: Record<string, string> = {}): Promise<number> {
  return await new Promise((done, fail) => {
    const child = spawn(join(tools, command), args, {
      cwd: repository,
      env: { ...withTools(), ...env },
      stdio: "inherit",
    });
    child.on("error", fail);
    child.on("close", (code) => done(code ?? 1));
  });
}

async function read<T>(path: string): Promise<T | undefined> {
  return existsSync(path) ? (JSON.parse(await readFile(path, "utf8")) as T) : undefined;
}

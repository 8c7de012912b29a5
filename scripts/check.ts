// `npm run check`: everything that can be known without a database, in under a minute. Runs all steps, two at a time, and
// fails when any did.
import { existsSync, globSync } from "node:fs";
import { resolve } from "node:path";
import { repository, runStep, type Step, type StepResult, tool } from "./step.ts";

const workspaces = ["rules", "contract", "server", "web", "e2e", "bench"];
const sources = ["rules", "contract", "server", "web", "scripts", "e2e", "bench"].filter((folder) =>
  hasSources(folder),
);

const steps: Step[] = [
  tool("format and lint", "biome", "check", "--error-on-warnings", "."),
  ...["server", ...workspaces.filter((name) => name !== "server")]
    .filter(hasSources)
    .map((name) => tool(`types: ${name}`, "tsc", "-p", name)),
  tool("types: scripts", "tsc", "-p", "."),
  tool("imports", "depcruise", "--config", ".dependency-cruiser.cjs", "--output-type", "err", ...sources),
  tool("dead code", "knip", "--no-progress", "--no-config-hints"),
  tool("unit", "vitest", "run", "--project", "pure"),
];

const startedAt = performance.now();
const waiting = [...steps];
const results = (await Promise.all([runWaiting(), runWaiting()])).flat();
const red = results.filter(({ ok }) => !ok);
for (const { step, output } of red) console.log(`\n── ${step.name} ──\n${output}`);
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
console.log(
  red.length === 0
    ? `\nAll ${results.length} steps are green (${seconds} s).`
    : `\n${red.length} of ${results.length} steps are red (${seconds} s): ${red.map(({ step }) => step.name).join(", ")}`,
);
process.exitCode = red.length === 0 ? 0 : 1;

async function runWaiting(): Promise<StepResult[]> {
  const done: StepResult[] = [];
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
    const result = await runStep(step);
    console.log(
      `${result.ok ? "✓" : "✗"} ${step.name.padEnd(18)} ${result.seconds.toFixed(1).padStart(5)} s`,
    );
    done.push(result);
  }
  return done;
}

function hasSources(folder: string): boolean {
  const cwd = resolve(repository, folder);
  return (
    existsSync(cwd) &&
    globSync("**/*.{ts,tsx}", { cwd, exclude: ["**/node_modules/**", "dist/**"] }).length > 0
  );
}

import { spawn } from "node:child_process";
import { resolve } from "node:path";

type Run = { accounts: string; figures: Map<string, string> };

/** The figures as the company grows: the whole bench once for each size, then a line for each figure with a column for each size. */
export async function measureGrowth(
  sizes: readonly string[],
  more: (accounts: string) => readonly string[],
): Promise<void> {
  const runs: Run[] = [];
  for (const accounts of sizes) {
    console.log(`── ${Number(accounts).toLocaleString("en")} accounts ──`);
    runs.push({ accounts, figures: figuresIn(await run(["--accounts", accounts, ...more(accounts)])) });
  }
  const names = [...new Set(runs.flatMap(({ figures }) => [...figures.keys()]))];
  const heads = runs.map(({ accounts }) => Number(accounts).toLocaleString("en"));
  console.log(`| | ${heads.join(" | ")} |\n|---|${"---|".repeat(runs.length)}`);
  for (const name of names) {
    console.log(`| ${name} | ${runs.map(({ figures }) => figures.get(name) ?? "–").join(" | ")} |`);
  }
}

/** Runs the bench by itself: each size on a database of its own, its memory given back. What it prints is printed. */
function run(options: readonly string[]): Promise<string> {
  return new Promise((done, fail) => {
    const main = resolve(import.meta.dirname, "main.ts");
    const child = spawn(process.execPath, [main, ...options], { stdio: ["ignore", "pipe", "inherit"] });
    let printed = "";
    child.stdout.on("data", (part: Buffer) => {
      printed += part;
      process.stdout.write(part);
    });
    child.on("error", fail);
    child.on("close", (code) =>
      code === 0 ? done(printed) : fail(new Error(`the bench of ${options.join(" ")} ended with ${code}`)),
    );
  });
}

/** What was measured, by the first words of each figure's work, with its ratio. */
function figuresIn(printed: string): Map<string, string> {
  const found = printed.matchAll(/^(\S.*)\n {2}measured {3}(.*)\n {2}limit {6}(.*)\n {2}ratio {6}(\S+)/gm);
  return new Map(
    [...found].map(([, work = "", measured = "", , ratio = ""]) => [nameOf(work), `${measured} (${ratio})`]),
  );
}

/** The work without the numbers of accounts in it, which differ. */
function nameOf(work: string): string {
  return work.replaceAll(/\b[\d,]+ (?=accounts)/g, "").slice(0, 120);
}

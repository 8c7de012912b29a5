import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";

/** That the bench runs and what it compares is the same; never how fast. */
it("measures every figure beside its limit, on a small company", async () => {
  const sizes = [
    "--accounts",
    "300",
    "--events",
    "5000",
    "--ingest",
    "400",
    "--pages",
    "2",
    "--edits",
    "2",
    "--rate",
    "100",
    "--probes",
    "2",
    "--traits",
    "2",
    "--behind",
    "3000",
  ];
  const main = resolve(import.meta.dirname, "main.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [main, ...sizes], { timeout: 290_000 });
  expect(stdout.match(/^ {2}measured {3}\S/gm)).toHaveLength(30);
  expect(stdout.match(/^ {2}ratio/gm)).toHaveLength(30);
  expect(stdout).not.toContain("NaN");
}, 300_000);

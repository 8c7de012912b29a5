import { spawn } from "node:child_process";
import { delimiter, resolve } from "node:path";

export const repository = resolve(import.meta.dirname, "..");

/** The project's tools, among them the pinned Node. */
export const tools = resolve(repository, "node_modules/.bin");

/** The environment with the project's own tools first. */
export function withTools(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${tools}${delimiter}${process.env.PATH ?? ""}` };
}

/** A program that belongs to the project, run by the pinned Node where it is a script. */
export type Step = { name: string; program: string; args: string[] };

export type StepResult = { step: Step; ok: boolean; seconds: number; output: string };

/** Runs a step to its end and keeps what it says. */
export async function runStep(step: Step): Promise<StepResult> {
  const startedAt = performance.now();
  return await new Promise((done) => {
    const child = spawn(step.program, step.args, {
      cwd: repository,
      env: { ...withTools(), FORCE_COLOR: process.stdout.isTTY ? "1" : "0" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const hear = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    const end = (ok: boolean) =>
      done({ step, ok, seconds: (performance.now() - startedAt) / 1000, output: output.trim() });
    child.on("error", (error) => {
      output += error.message;
      end(false);
    });
    child.on("close", (code) => end(code === 0));
  });
}

/** A command from `node_modules/.bin`. */
export function tool(name: string, command: string, ...args: string[]): Step {
  return { name, program: resolve(tools, command), args };
}

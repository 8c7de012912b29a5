import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { readConfig } from "../config.ts";
import { openInstallation } from "../installation.ts";
import type { CommandLine } from "../kernel/command-line.ts";
import { StartupError } from "../kernel/database/startup-error.ts";
import { Problem } from "../kernel/errors.ts";
import { createOperatorLog } from "./operator-log.ts";

export const EXIT_FAILED = 1;
export const EXIT_USAGE = 2;

/**
 * Runs what was typed after `perennial` and answers with the exit code: 0 done, 1 failed (with what to do on standard
 * error), 2 not understood, or the command's own.
 */
export async function runCommandLine(words: string[], commands: readonly CommandLine[]): Promise<number> {
  const command = findCommand(words, commands);
  if (words.length === 0 || words[0] === "help" || words[0] === "--help" || command === undefined) {
    return explainUsage(words, commands);
  }
  try {
    const call = parseCall(command, words.slice(command.name.split(" ").length));
    if (call === undefined) return EXIT_USAGE;
    return (await command.run(call)) ?? 0;
  } catch (error) {
    console.error(messageFor(error));
    return EXIT_FAILED;
  }
}

/** The command whose words begin what was typed; of several the longest name. */
function findCommand(words: string[], commands: readonly CommandLine[]): CommandLine | undefined {
  return commands
    .filter(({ name }) => name.split(" ").every((word, index) => words[index] === word))
    .toSorted((a, b) => b.name.length - a.name.length)[0];
}

function parseCall(command: CommandLine, args: string[]) {
  try {
    const help = { help: { type: "boolean", short: "h" } } as const;
    const options = { ...command.options, ...help };
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true });
    const { min, max } = command.positionals ?? { min: 0, max: 0 };
    const isComplete = positionals.length >= min && positionals.length <= max;
    if (values.help === true || !isComplete) {
      console.error(`Usage: npx perennial ${command.name} ${command.usage}\n${command.summary}`);
      return undefined;
    }
    return { values, positionals, print: (line: string) => console.log(line), readInput, withApp };
  } catch (error) {
    console.error(`${messageFor(error)}\nUsage: npx perennial ${command.name} ${command.usage}`);
    return undefined;
  }
}

async function readInput(): Promise<string> {
  return (await text(process.stdin)).replace(/\r?\n$/, "");
}

const withApp: Parameters<CommandLine["run"]>[0]["withApp"] = async (work) => {
  const config = readConfig(process.env);
  const { app, close } = await openInstallation(config, createOperatorLog(config));
  try {
    return await work(app);
  } finally {
    await close();
  }
};

function explainUsage(words: string[], commands: readonly CommandLine[]): number {
  const isAsked = words.length === 0 || words[0] === "help" || words[0] === "--help";
  const print = isAsked ? console.log : console.error;
  if (!isAsked) print(`There is no command "${words.join(" ")}".\n`);
  const rows = commands.map(({ name, usage, summary }) => [`${name} ${usage}`.trim(), summary] as const);
  const width = Math.min(48, Math.max(...rows.map(([left]) => left.length)));
  print("Usage: npx perennial COMMAND\n");
  for (const [left, summary] of rows) {
    print(
      left.length > width
        ? `  ${left}\n  ${" ".repeat(width)}  ${summary}`
        : `  ${left.padEnd(width)}  ${summary}`,
    );
  }
  print("\nSettings come from the environment: see docs/operating.md.");
  return isAsked ? 0 : EXIT_USAGE;
}

/** What to tell the operator: the words of an error made for people, and the whole of one that nobody foresaw. */
function messageFor(error: unknown): string {
  if (error instanceof StartupError || error instanceof Problem) return error.message;
  if (error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS")) {
    return error.message;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

import type { ParseArgsOptionsConfig } from "node:util";
import type { App } from "./app.ts";

/** The values of the options as `node:util`'s parseArgs gives them. */
export type OptionValues = { [name: string]: string | boolean | (string | boolean)[] | undefined };

/** What a command of `npx perennial …` is given. */
export type CommandLineCall = {
  values: OptionValues;
  positionals: string[];
  /** Writes a line to standard output. */
  print: (line: string) => void;
  /** All of standard input as text, without the line end after it. */
  readInput: () => Promise<string>;
  /** Opens the database (starting it where nothing runs it) and the application over it, and closes both afterwards. */
  withApp: <T>(work: (app: App) => Promise<T>) => Promise<T>;
};

/** One command of `npx perennial …`, in a file of its own in `cli/` or in the slice whose word it is. */
export type CommandLine = {
  /** As typed; may be several words, as in `api-key create`. */
  name: string;
  /** What follows the name, for the help: `OBJECT FILE [--dry-run]`. */
  usage: string;
  summary: string;
  options?: ParseArgsOptionsConfig;
  /** How many positional arguments there must be. */
  positionals?: { min: number; max: number };
  /** Returns the exit code where it is not 0. Throw a `Problem` or `StartupError` for what the operator can mend. */
  run: (call: CommandLineCall) => Promise<number | undefined>;
};

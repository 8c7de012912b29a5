import type { CommandLine } from "../kernel/command-line.ts";
import { slices } from "../slices.ts";
import { backup } from "./backup.ts";
import { doctor } from "./doctor.ts";
import { migrateNow } from "./migrate.ts";
import { restore } from "./restore.ts";
import { startApi, startEverything, startWorker } from "./start.ts";

/** Every command of `npx perennial …`: those of the house itself, then those the slices bring. */
export const commandLines: readonly CommandLine[] = [
  startEverything,
  startApi,
  startWorker,
  migrateNow,
  doctor,
  backup,
  restore,
  ...slices.flatMap((slice) => slice.commandLines ?? []),
];

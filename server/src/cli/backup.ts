import { resolve } from "node:path";
import { readConfig } from "../config.ts";
import { createClock } from "../kernel/clock.ts";
import type { CommandLine } from "../kernel/command-line.ts";
import { writeBackup } from "../kernel/database/backup/write-backup.ts";
import { openDatabase } from "../open-database.ts";
import { createOperatorLog } from "./operator-log.ts";

export const backup: CommandLine = {
  name: "backup",
  usage: "FILE",
  summary: "Writes the whole database as of now to one verified file, also while the server runs.",
  positionals: { min: 1, max: 1 },
  async run({ positionals: [file = ""], print }) {
    const config = readConfig(process.env);
    const database = await openDatabase(config, createOperatorLog(config));
    try {
      const path = resolve(file);
      const { tableCount, rowCount } = await writeBackup(
        database.url,
        path,
        createClock(config.startsAt).now(),
      );
      print(`Wrote ${path}: ${rowCount} rows of ${tableCount} tables, read back and counted.`);
      return undefined;
    } finally {
      await database.close();
    }
  },
};

import { resolve } from "node:path";
import { readConfig } from "../config.ts";
import { migrationsFolder } from "../installation.ts";
import { createClock } from "../kernel/clock.ts";
import type { CommandLine } from "../kernel/command-line.ts";
import { restoreBackup } from "../kernel/database/backup/restore-backup.ts";
import { openDatabase } from "../open-database.ts";
import { createOperatorLog } from "./operator-log.ts";

export const restore: CommandLine = {
  name: "restore",
  usage: "FILE",
  summary: "Fills an empty DATA_DIR or DATABASE_URL from a backup, and counts what arrived.",
  positionals: { min: 1, max: 1 },
  async run({ positionals: [file = ""], print }) {
    const config = readConfig(process.env);
    const database = await openDatabase(config, createOperatorLog(config));
    try {
      const { tableCount, rowCount } = await restoreBackup({
        url: database.url,
        file: resolve(file),
        migrationsFolder,
        now: createClock(config.startsAt).now(),
      });
      print(`Restored ${rowCount} rows of ${tableCount} tables, all counted.`);
      return undefined;
    } finally {
      await database.close();
    }
  },
};

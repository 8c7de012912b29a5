import { readConfig } from "../config.ts";
import { migrationsFolder } from "../installation.ts";
import { createClock } from "../kernel/clock.ts";
import type { CommandLine } from "../kernel/command-line.ts";
import { migrate } from "../kernel/database/migrate.ts";
import { openDatabase } from "../open-database.ts";
import { createOperatorLog } from "./operator-log.ts";

export const migrateNow: CommandLine = {
  name: "migrate",
  usage: "",
  summary: "Brings the database's schema to this release, as every start does.",
  async run({ print }) {
    const config = readConfig(process.env);
    const database = await openDatabase(config, createOperatorLog(config));
    try {
      const { applied, newer } = await migrate({
        url: database.url,
        folder: migrationsFolder,
        now: createClock(config.startsAt).now(),
        onApplied: ({ file }) => print(`applied ${file}`),
      });
      for (const name of newer) print(`kept ${name}, which a newer release applied`);
      print(applied.length === 0 ? "The schema is up to date." : `Applied ${applied.length} migrations.`);
      return undefined;
    } finally {
      await database.close();
    }
  },
};

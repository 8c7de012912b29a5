import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { StartupError } from "./startup-error.ts";

export type Migration = { number: number; file: string; sql: string; checksum: string };

const NAME = /^(\d{4})_[a-z0-9_]+\.sql$/;

/** The migrations of a folder in the order of their numbers; gaps are fine, two of one number are not. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".sql")).toSorted();
  const migrations = await Promise.all(files.map((file) => readMigration(folder, file)));
  for (const [index, migration] of migrations.entries()) {
    if (migrations[index - 1]?.number === migration.number) {
      throw new StartupError(
        `Two migrations have the number ${migration.number}: ${migrations[index - 1]?.file} and ${migration.file}. Renumber the one that was not released.`,
      );
    }
  }
  return migrations;
}

async function readMigration(folder: string, file: string): Promise<Migration> {
  const number = NAME.exec(file)?.[1];
  if (number === undefined) {
    throw new StartupError(`${join(folder, file)} is not named like a migration: 0042_what_it_does.sql.`);
  }
  const sql = (await readFile(join(folder, file), "utf8")).replaceAll("\r\n", "\n");
  return { number: Number(number), file, sql, checksum: createHash("sha256").update(sql).digest("hex") };
}

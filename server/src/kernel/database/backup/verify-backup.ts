import { createReadStream } from "node:fs";
import { createZstdDecompress } from "node:zlib";
import { StartupError } from "../startup-error.ts";
import { type BackupHeader, decodeBackup, type Frame } from "./backup-format.ts";

/** A backup's header and frames. Throws `StartupError` when the file cannot be read, is damaged or is something else. */
export async function* readBackup(file: string): AsyncGenerator<BackupHeader | Frame> {
  try {
    yield* decodeBackup(createReadStream(file).pipe(createZstdDecompress()));
  } catch (error) {
    if (error instanceof StartupError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartupError(`${file} cannot be used: ${reason}. Take another backup file.`, { cause: error });
  }
}

/** Reads the whole backup (its checksum with it) and compares the rows that are there with the counts it gives. */
export async function verifyBackup(file: string): Promise<{ tableCount: number; rowCount: number }> {
  let tableCount = 0;
  let rowCount = 0;
  let rowsInTable = 0;
  for await (const part of readBackup(file)) {
    if (!("kind" in part)) continue;
    if (part.kind === "D") rowsInTable += countLines(part.rows);
    else if (part.kind === "T") {
      if (part.rowCount !== rowsInTable) throw damaged(file);
      tableCount += 1;
      rowCount += rowsInTable;
      rowsInTable = 0;
    } else if (part.tableCount !== tableCount || part.rowCount !== rowCount) throw damaged(file);
  }
  return { tableCount, rowCount };
}

/** COPY's text form writes line ends inside values as `\n`, so each line is a row. */
function countLines(rows: Buffer): number {
  let count = 0;
  for (let at = rows.indexOf(0x0a); at !== -1; at = rows.indexOf(0x0a, at + 1)) count += 1;
  return count;
}

function damaged(file: string): StartupError {
  return new StartupError(
    `${file} is damaged: its rows are not those it was written with. Take another backup file.`,
  );
}

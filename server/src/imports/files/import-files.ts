import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { App } from "../../kernel/app.ts";
import { problem } from "../../kernel/errors.ts";
import { isId } from "../../kernel/ids.ts";
import type { ByteSource } from "../reading/dialect.ts";

/** The largest file that is taken. */
export const largestFileBytes = 2 * 1024 * 1024 * 1024;

const folderOf = (app: App): string => join(app.settings.dataDir, "imports");

function pathOf(app: App, importId: string): string {
  if (!isId(importId)) throw new TypeError(`“${importId}” is no import's id.`);
  return join(folderOf(app), `${importId}.upload`);
}

/**
 * Keeps a file in the data directory until its import has ended, in constant memory.
 * @throws Problem `too-large`, or `invalid-input` where it is empty; nothing is kept then
 */
export async function keepFile(
  app: App,
  importId: string,
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ bytes: number; sha256: string }> {
  await mkdir(folderOf(app), { recursive: true, mode: 0o700 });
  const hash = createHash("sha256");
  let size = 0;
  try {
    const file = await open(pathOf(app, importId), "wx", 0o600);
    try {
      for await (const chunk of bytes) {
        size += chunk.length;
        if (size > largestFileBytes)
          throw problem("too-large", "The file has more than 2 GB. Split it and import the parts.");
        hash.update(chunk);
        await file.writeFile(chunk);
      }
    } finally {
      await file.close();
    }
    if (size === 0) throw problem("invalid-input", "The file is empty. Choose one with a header and rows.");
    return { bytes: size, sha256: hash.digest("hex") };
  } catch (error) {
    await dropFile(app, importId);
    throw error;
  }
}

/** The kept file, to be read as often as needed. */
export function keptFile(app: App, importId: string): ByteSource {
  return () => createReadStream(pathOf(app, importId), { highWaterMark: 256 * 1024 });
}

/** Lets go of a kept file; one that is not there is fine. */
export async function dropFile(app: App, importId: string): Promise<void> {
  await rm(pathOf(app, importId), { force: true });
}

import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "./config.ts";

/** The secret that signs sessions and links: PERENNIAL_SECRET, or one made at the first start and kept in the data directory. */
export async function installationSecret(config: Config): Promise<string> {
  if (config.secret !== undefined) return config.secret;
  const path = join(config.dataDir, "secret");
  await mkdir(config.dataDir, { recursive: true, mode: 0o711 });
  if (!existsSync(path)) {
    // Linked into place, so that of two processes that begin together one wins and both read the same.
    const draft = `${path}.${process.pid}`;
    await writeFile(draft, `${randomBytes(48).toString("base64url")}\n`, { mode: 0o600 });
    await link(draft, path).catch(() => undefined);
    await rm(draft, { force: true });
  }
  return (await readFile(path, "utf8")).trim();
}

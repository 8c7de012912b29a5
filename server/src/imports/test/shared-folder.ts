import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/**
 * The folder of data sets made by others, for tests alone: `PERENNIAL_SHARED_DATA`, or `shared/data` beside the repository.
 * Undefined where it is absent; tests on it are then skipped and say so.
 */
export function sharedFolder(name: string): string | undefined {
  const root =
    process.env.PERENNIAL_SHARED_DATA ?? resolve(import.meta.dirname, "../../../../../shared/data");
  const folder = join(root, name);
  return existsSync(folder) ? folder : undefined;
}

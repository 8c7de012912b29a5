import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Makes the folder that the stories of one run share, and answers with what removes it. */
export default async function folderOfRun(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "perennial-stories-"));
  process.env.PERENNIAL_STORIES = folder;
  return () => rm(folder, { recursive: true, force: true });
}

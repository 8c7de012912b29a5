import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { useEmbeddedPostgres } from "../src/kernel/database/embedded-postgres.ts";

export type TestServer = { url: string; isShared: boolean; stop: () => Promise<void> };

/** What makes tests fast and would be wrong anywhere else: nothing here has to survive a crash. */
const FAST = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  shared_buffers: "64MB",
  max_connections: "200",
  autovacuum: "off",
};

/** The server tests run on: TEST_DATABASE_URL when set, else an embedded one that is gone, with its files, at the end. */
export async function startTestServer(): Promise<TestServer> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, isShared: true, stop: async () => undefined };
  const dataDir = mkdtempSync(join(tmpdir(), "perennial-test-"));
  const endGuard = guard(dataDir);
  const removeAll = () => {
    rmSync(dataDir, { recursive: true, force: true });
    endGuard();
  };
  try {
    const server = await useEmbeddedPostgres({ dataDir, settings: FAST });
    return { url: server.url, isShared: false, stop: () => server.release().finally(removeAll) };
  } catch (error) {
    removeAll();
    throw error;
  }
}

/**
 * A shell that waits for us to end, in whatever way (Ctrl-C, kill -9), by the closing of its standard input, and then
 * stops what is left in `dataDir` and removes it.
 */
function guard(dataDir: string): () => void {
  const script = `
    cat >/dev/null
    [ -d "$1" ] || exit 0
    for second in 1 2 3; do
      pid=$(head -n 1 "$1/postgres/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid" 2>/dev/null
      sleep 1
    done
    rm -rf "$1"`;
  const child = spawn("sh", ["-c", script, "sh", dataDir], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  child.unref();
  return () => child.stdin.end();
}

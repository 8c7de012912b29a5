import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { useEmbeddedPostgres } from "../src/kernel/database/embedded-postgres.ts";
import { isAlive } from "../src/kernel/database/postmaster.ts";

export type TestServer = { url: string; isShared: boolean; stop: () => Promise<void> };

const PREFIX = "perennial-test-";

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
  await removeLeftovers();
  const dataDir = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const server = await useEmbeddedPostgres({ dataDir, settings: FAST }).catch((error: unknown) => {
    rmSync(dataDir, { recursive: true, force: true });
    throw error;
  });
  const stopAtOnce = () => {
    killAndWait(server.pid());
    rmSync(dataDir, { recursive: true, force: true });
  };
  process.on("exit", stopAtOnce);
  return {
    url: server.url,
    isShared: false,
    async stop() {
      process.off("exit", stopAtOnce);
      await server.release();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The last resort, when the run ends without its teardown: nothing asynchronous may be waited for any more. */
function killAndWait(pid: number): void {
  const clock = new Int32Array(new SharedArrayBuffer(4));
  for (let waited = 0; isAlive(pid) && waited < 5000; waited += 20) {
    if (waited === 0) process.kill(pid, "SIGQUIT");
    Atomics.wait(clock, 0, 0, 20);
  }
}

/** Runs that were killed with -9 could not clean up; the next one does it for them. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length).split("-")[0]) : 0;
    if (!pid || isAlive(pid)) continue;
    const dataDir = join(tmpdir(), name);
    try {
      await (await useEmbeddedPostgres({ dataDir, settings: FAST })).release();
    } catch {
      // Half-made: there is no server to stop, only files to remove.
    }
    rmSync(dataDir, { recursive: true, force: true });
  }
}

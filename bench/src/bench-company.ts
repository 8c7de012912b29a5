import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import type pg from "pg";
import { drainEngine, engineSlice, listPasses, requestPass } from "../../server/src/engine/index.ts";
import { type App, createApp, systemContext } from "../../server/src/kernel/app.ts";
import { createVirtualClock, type VirtualClock } from "../../server/src/kernel/clock.ts";
import { type Actor, allPermissions } from "../../server/src/kernel/context.ts";
import { useEmbeddedPostgres } from "../../server/src/kernel/database/embedded-postgres.ts";
import { migrate } from "../../server/src/kernel/database/migrate.ts";
import { createPool } from "../../server/src/kernel/database/pool.ts";
import { buildServer } from "../../server/src/kernel/http/server.ts";
import { installJobQueue } from "../../server/src/kernel/jobs/index.ts";
import { createLog } from "../../server/src/kernel/log.ts";
import { slices } from "../../server/src/slices.ts";

/** What the figures are measured on: a company of the product, on a database of its own that forgets nothing. */
export type BenchCompany = {
  app: App;
  pool: pg.Pool;
  clock: VirtualClock;
  server: FastifyInstance;
  address: string;
  close(): Promise<void>;
};

/** Starts the engine's worker and lets it do what a first start asks for, so that figures are of an installation at rest. */
export async function startEngineAtRest(app: App): Promise<() => Promise<void>> {
  const stop = await engineSlice.start?.(app);
  await drainEngine(app, 2);
  return async () => {
    await stop?.();
  };
}

/** Has one new day after the other worked out for all accounts, until told to stop; then the clock is as it was. */
export function startRecomputing({ app, clock }: BenchCompany): () => Promise<number> {
  let isOver = false;
  let days = 0;
  const turning = (async () => {
    while (!isOver) {
      const [last] = await listPasses(app.db, 1);
      if (!last || last.finishedAt) {
        clock.advance({ hours: 24 });
        days += 1;
        const { now } = await systemContext(app, "bench");
        await app.db.transaction().execute((tx) => requestPass(tx, now, "bench"));
      }
      await sleep(20);
    }
  })();
  return async () => {
    isOver = true;
    await turning;
    await drainEngine(app, 2);
    clock.advance({ hours: -24 * days });
    return days;
  };
}

/** The day of all figures; the generator's events end on it. */
export const benchNow = Temporal.Instant.from("2026-11-23T12:00:00Z");

const administrator: Actor = {
  kind: "system",
  id: "bench",
  name: "bench",
  permissions: allPermissions,
};

/** Starts PostgreSQL with the settings of the product (every commit reaches the disk), migrates, listens. */
export async function openBenchCompany(): Promise<BenchCompany> {
  const dataDir = await mkdtemp(join(tmpdir(), "perennial-bench-"));
  const given = process.env.BENCH_DATABASE_URL;
  const postgres = given ? undefined : await useEmbeddedPostgres({ dataDir });
  const url = given ?? postgres?.url ?? "";
  const folder = resolve(import.meta.dirname, "../../server/db/migrations");
  await migrate({ url, folder, now: benchNow });
  await installJobQueue(url);
  const pool = createPool(url, { max: 16, applicationName: "perennial bench", statementTimeoutMs: 0 });
  const clock = createVirtualClock(benchNow);
  const app = createApp({
    pool,
    clock,
    log: createLog("silent"),
    settings: {
      publicUrl: "http://127.0.0.1:4400",
      dataDir,
      secret: "bench-secret-of-at-least-32-characters",
    },
    slices,
  });
  await app.live.start();
  const server = await buildServer(app, async () => administrator);
  const address = await server.listen({ port: 0, host: "127.0.0.1" });
  return {
    app,
    pool,
    clock,
    server,
    address,
    async close() {
      await server.close();
      await app.live.stop();
      await pool.end();
      await postgres?.release();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

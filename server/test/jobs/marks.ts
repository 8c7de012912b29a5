import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { z } from "zod";
import { type App, createApp } from "../../src/kernel/app.ts";
import { type Clock, createClock } from "../../src/kernel/clock.ts";
import { createPool } from "../../src/kernel/database/pool.ts";
import { defineJob } from "../../src/kernel/jobs/index.ts";
import { createLog } from "../../src/kernel/log.ts";

/** The application as jobs see it, on the database at `url`. */
export function createJobsApp(url: string, clock: Clock = createClock()): App {
  const log = createLog("silent");
  return createApp({
    pool: createPool(url, { max: 5 }),
    clock,
    log,
    settings: { publicUrl: "http://localhost", dataDir: "", secret: "a secret for tests" },
    slices: [],
  });
}

/** Where jobs of these tests leave their marks. */
export async function createMarks(app: App): Promise<void> {
  await sql`create table mark (note text not null, pid int not null, attempt int not null)`.execute(app.db);
}

export async function readMarks(app: App): Promise<{ note: string; pid: number; attempt: number }[]> {
  const { rows } = await sql<{
    note: string;
    pid: number;
    attempt: number;
  }>`select note, pid, attempt from mark`.execute(app.db);
  return rows;
}

const marking = z.object({
  note: z.string(),
  /** Only attempts up to this number wait. */
  slowAttempts: z.number().default(0),
  waitMs: z.number().default(0),
});

/** Says that it began, waits if told so, and marks its end in the transaction that ends the job. */
export const markJob = defineJob({
  name: "test.mark",
  payload: marking,
  async run({ payload, app, attempt, claim }) {
    const { note } = payload;
    await sql`insert into mark values (${`${note} began`}, ${process.pid}, ${attempt})`.execute(app.db);
    if (attempt <= payload.slowAttempts) await sleep(payload.waitMs);
    await claim.complete((tx) =>
      sql`insert into mark values (${note}, ${process.pid}, ${attempt})`.execute(tx),
    );
  },
});

/** Holds its first transaction open, pinned, while it waits. */
export const pinJob = defineJob({
  name: "test.pin",
  payload: marking,
  async run({ payload, app, attempt, claim }) {
    const { note } = payload;
    await sql`insert into mark values (${`${note} began`}, ${process.pid}, ${attempt})`.execute(app.db);
    await claim.complete(async (tx) => {
      await sql`insert into mark values (${note}, ${process.pid}, ${attempt})`.execute(tx);
      if (attempt <= payload.slowAttempts) await sleep(payload.waitMs);
    });
  },
});

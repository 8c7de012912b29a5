import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { drainEngine } from "../src/engine/index.ts";
import { stopwatch } from "../src/kernel/clock.ts";
import { type TestApp, testApp } from "./app.ts";
import { type FactWriters, factWriters } from "./fact-writers.ts";

/** Engine workers in processes of their own, and what may befall them. */
export type EngineWorkers = {
  /** Starts one more, and waits until it has begun. */
  start(): Promise<void>;
  /** Waits until one of them is in the middle of a batch, and `kill -9`s its process or ends its session in the database. */
  killInBatch(how: "process" | "session"): Promise<void>;
  /** Waits until nothing is left to compute; the workers do it. */
  settled(): Promise<void>;
  stop(): Promise<void>;
};

/** A company of accounts with facts, those who write more of them, and workers to be started. */
export type EngineCompany = {
  t: TestApp;
  workers: EngineWorkers;
  facts: FactWriters;
  close(): Promise<void>;
};

/** @param prepare what else is to be there before everything is worked out for the first time */
export async function engineCompany(prepare?: (t: TestApp) => Promise<unknown>): Promise<EngineCompany> {
  const t = await testApp();
  const workers = engineWorkers(t);
  const facts = await factWriters(t);
  await prepare?.(t);
  await drainEngine(t.app, 2);
  return {
    t,
    workers,
    facts,
    async close() {
      await workers.stop();
      await t.close();
    },
  };
}

export function engineWorkers(t: TestApp): EngineWorkers {
  const running = new Map<string, ChildProcess>();
  const elapsed = stopwatch();
  let started = 0;
  const end = async (name: string) => {
    const child = running.get(name);
    running.delete(name);
    if (!child) return;
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  };
  return {
    async start() {
      started += 1;
      const name = `engine worker ${started}`;
      const script = resolve(import.meta.dirname, "fixtures/engine-worker.ts");
      // Clocks that run, as those of several machines do: every other one behind by three seconds.
      const milliseconds = Math.round(elapsed()) - (started % 2) * 3_000;
      const words = [script, t.url, t.clock.now().add({ milliseconds }).toString(), name];
      running.set(name, spawn(process.execPath, words, { stdio: ["ignore", "inherit", "inherit"] }));
      for (let isBegun = false; !isBegun; await sleep(20)) {
        const { rows } = await sql`
          select 1 from pg_stat_activity where datname = current_database() and application_name = ${name}
        `.execute(t.db);
        isBegun = rows.length > 0;
      }
    },
    async killInBatch(how) {
      for (;;) {
        // A session that has written, so that what it does is undone.
        const { rows } = await sql<{ pid: number; name: string }>`
          select pid, application_name as name from pg_stat_activity
           where datname = current_database() and application_name like 'engine worker %' and backend_xid is not null
           order by random() limit 1
        `.execute(t.db);
        const [busy] = rows;
        if (busy && how === "process") return end(busy.name);
        if (busy) {
          await sql`select pg_terminate_backend(${busy.pid})`.execute(t.db);
          return;
        }
        await sleep(1);
      }
    },
    async settled() {
      for (;;) {
        const { rows } = await sql<{ open: number }>`
          select (select count(*) from dirty_accounts)::int
               + (select count(*) from engine_passes where finished_at is null)::int as open
        `.execute(t.db);
        if (rows[0]?.open === 0) return;
        await sleep(20);
      }
    },
    async stop() {
      await Promise.all([...running.keys()].map(end));
    },
  };
}

/** Everything that is derived: of accounts, contacts and renewals, and who is in which segment; apart from when it was computed. */
export async function everythingDerived(t: TestApp): Promise<unknown> {
  const { rows } = await sql<{ of: string; id: string; values: unknown }>`
    select 'account' as of, account_id::text as id, to_jsonb(d) - 'computed_at' as values from account_derived d
    union all select 'contact', id::text, to_jsonb(c) from contact_derived c
    union all select 'renewal', id::text, to_jsonb(r) from renewal_derived r
    union all select 'member', segment_id::text || object_id::text, null from segment_members
    order by 1, 2
  `.execute(t.db);
  return rows;
}

/**
 * Tracked values of accounts whose history does not hang together: a change that does not begin where the one before it ended was
 * applied twice, or one between was lost.
 */
export async function brokenHistories(t: TestApp): Promise<unknown[]> {
  const { rows } = await sql`
    select * from (
      select account_id, field, old, new, lag(new) over of_field as before, row_number() over of_field as n
        from history where object = 'account' and actor_name = 'live engine'
      window of_field as (partition by account_id, field order by recorded_at, id)) h
     where n > 1 and old is distinct from before limit 5
  `.execute(t.db);
  return rows;
}

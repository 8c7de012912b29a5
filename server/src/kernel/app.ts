import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { dateIn } from "./calendar.ts";
import type { Clock } from "./clock.ts";
import { type Company, readCompany } from "./company.ts";
import { type Actor, type Context, systemActor } from "./context.ts";
import { createDb, type Db } from "./db.ts";
import { createLiveBus, type LiveBus } from "./live.ts";
import type { Logger } from "./log.ts";
import type { Slice } from "./slice.ts";

/** The settings that slices may need; read from the environment in `config.ts` alone. */
export type AppSettings = {
  publicUrl: string;
  dataDir: string;
  smtpUrl?: string;
  /** A mailbox that is read for what comes in. */
  imapUrl?: string;
  /** Signs sessions and links; kept in the data directory or the database. */
  secret: string;
};

/** The running application as handed to commands, queries, jobs and routes. */
export type App = {
  db: Db;
  pool: Pool;
  clock: Clock;
  log: Logger;
  settings: AppSettings;
  slices: readonly Slice[];
  live: LiveBus;
  /** Company settings, cached until another process or command changes them. */
  company(): Promise<Company>;
};

/** Puts an application together. It opens no port and starts no worker. */
export function createApp(parts: {
  pool: Pool;
  clock: Clock;
  log: Logger;
  settings: AppSettings;
  slices: readonly Slice[];
}): App {
  const db = createDb(parts.pool);
  const live = createLiveBus(parts.pool, parts.log);
  let company: Promise<Company> | undefined;
  live.subscribe((changes) => {
    if (changes.some((change) => change.object === "company")) company = undefined;
  });
  live.onResumed(() => {
    company = undefined;
  });
  return {
    ...parts,
    db,
    live,
    company: () => {
      company ??= readCompany(db).catch((error: unknown) => {
        company = undefined;
        throw error;
      });
      return company;
    },
  };
}

/** The context of one piece of work. `now` is read from the clock once, here. */
export async function createContext(
  app: App,
  actor: Actor,
  more: { requestId?: string; idempotencyKey?: string; now?: Temporal.Instant } = {},
): Promise<Context> {
  const { timeZone } = await app.company();
  const now = more.now ?? app.clock.now();
  const requestId = more.requestId ?? randomUUID();
  return {
    actor,
    now,
    today: dateIn(now, timeZone),
    timeZone,
    requestId,
    log: app.log.child({ requestId }),
    ...(more.idempotencyKey === undefined ? {} : { idempotencyKey: more.idempotencyKey }),
  };
}

/** A context for the system's own work, named in history and audit. */
export function systemContext(app: App, name: string): Promise<Context> {
  return createContext(app, systemActor(name));
}

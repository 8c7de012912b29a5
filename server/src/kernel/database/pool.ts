import pg from "pg";
import { typesFromText } from "./types-from-text.ts";

export type PoolOptions = {
  /** Most connections at once; 10 unless told. */
  max?: number;
  /** Shown in `pg_stat_activity`. */
  applicationName?: string;
  /** A statement that runs longer is cancelled; 60 s unless told, 0 for never. */
  statementTimeoutMs?: number;
  /** Told of connections that break while nobody uses them; the pool replaces them by itself. */
  onIdleError?: (error: Error) => void;
};

/** Settings every session has, so that what a value looks like never depends on the server's own configuration. */
const SESSION = "-c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=iso_8601";

/** What a connection needs so that it speaks like those of the pool: for pools and for single clients alike. */
export function clientConfig(url: string, options: PoolOptions = {}): pg.ClientConfig {
  const address = new URL(url);
  const wanted = address.searchParams.get("options");
  address.searchParams.delete("options");
  return {
    connectionString: address.href,
    options: wanted === null ? SESSION : `${SESSION} ${wanted}`,
    application_name: options.applicationName ?? "perennial",
    statement_timeout: options.statementTimeoutMs ?? 60_000,
    idle_in_transaction_session_timeout: 120_000,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    types: typesFromText,
  };
}

/** A pool of connections to `url` whose values come out as `typesFromText` says. Ends with `pool.end()`. */
export function createPool(url: string, options: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    ...clientConfig(url, options),
    max: options.max ?? 10,
    idleTimeoutMillis: 30_000,
  });
  pool.on("error", (error) => options.onIdleError?.(error));
  // A connection in use that the server ends between two statements (a transaction left idle, a restart) tells its user
  // at the next statement; without a listener the event would end the process before.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

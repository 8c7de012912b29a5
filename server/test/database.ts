import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { clientConfig, createPool } from "../src/kernel/database/pool.ts";

export type TestDatabase = {
  url: string;
  pool: pg.Pool;
  /** Ends the pool and drops the database. */
  close: () => Promise<void>;
};

/** A database of the test's own: a copy of the migrated template, or an empty one. */
export async function createTestDatabase({ isEmpty = false, max = 5 } = {}): Promise<TestDatabase> {
  const server = inject("postgres");
  const name = `perennial_test_${randomBytes(8).toString("hex")}`;
  await onServer(server.url, `CREATE DATABASE ${name} TEMPLATE ${isEmpty ? "template0" : server.template}`);
  const address = new URL(server.url);
  address.pathname = `/${name}`;
  const pool = createPool(address.href, { max, applicationName: "perennial test" });
  return {
    url: address.href,
    pool,
    async close() {
      await pool.end();
      await onServer(server.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client(clientConfig(url));
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
